"""A printed figure of one's own: a picture or a PDF, its curves traced, checked over the picture.

The way through it: ``bring`` takes the file and shows a PDF's pages, ``picture`` what the browser
shows, ``desk`` keeps all of it in the session's memory; ``curves`` follows the clicks, ``at_risk``
takes the numbers under the figure and ``description`` all else that is printed, ``seen`` lays the
rebuilt curves over the picture.
"""

from tradeoff.screens.own_data.figure.bring import brought
from tradeoff.screens.own_data.figure.curves import Followed, followed
from tradeoff.screens.own_data.figure.description import described
from tradeoff.screens.own_data.figure.desk import fields_back, keep_fields
from tradeoff.screens.own_data.figure.seen import look

__all__ = [
    "Followed",
    "brought",
    "described",
    "fields_back",
    "followed",
    "keep_fields",
    "look",
]
