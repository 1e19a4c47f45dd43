"""A decision aid: survival gain against harm, from published trials.

The map, from the first layer to the last; a module imports only from earlier layers.

=======================================  ==================================================
``effects``                              proportions, differences, NNT, intervals recovered
``trial``                                frozen records of what was published
``problems``                             what is wrong with a folder of data, in plain words
``cross_checks``                         faults that show only between records
``survival``                             Kaplan-Meier, medians, RMST, log-rank, Cox
``uploads``                              a user's files, read line by line
``digitised``                            curves from a printed figure: clicks to pseudo-patients
``calibration``                          curves and bands from published numbers
``calibrated``                           from records to a calibration and back; stale curves
``self_check``                           reference cases run in this program
``validated``                            is the engine still the one that was checked in full
``local_data``                           a centre's confirmations; a user's own counts and curves
``own_data``                             from a user's files to what one session can use
``loading``                              the only reader and writer of ``data/``
``consistency``                          reported against recomputed
``balance``                              simulate, weigh, whole people out of 100
``choices``                              what the user chose, to and from the URL
``curve_ranges``                         the range of a true curve, month by month
``findings``                             every number of one view, with its provenance
``exported``                             the records of the exchange format
``words``                                every sentence
``plain_words``                          every sentence for patients, by language
``judgement``                            what ``check`` says: tensions, clicks mended
``exported_numbers``, ``exchange``       a trial's numbers for other software: JSON, one long table
``marks``                                lines and words of a picture
``figures``, ``icons``                   charts and icon arrays, each with its sentence and table
``harms_picture``                        all harms of a trial, fewer and more about zero
``tables``, ``evidence_tables``          tables beside the charts; the tables of the Evidence page
``bars``, ``pictures``                   the side panel's bars; downloads and charts of one view
``markup``                               escaped text in, safe HTML out
``own_words``, ``preview``               a user's own data: its words, its picture
``export``, ``packing``                  files to take away; a folder with a user's own data
``handout``                              the patient's sheet, the note
``interface``                            the only Streamlit code besides the pages
``server_words``, ``server``             between the web and the pages: headers, limits, log
=======================================  ==================================================
"""

__version__ = "0.1.0"
