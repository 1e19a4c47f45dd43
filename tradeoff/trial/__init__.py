"""What was published of a trial: records, their rules, and the only reader and writer of data/."""
