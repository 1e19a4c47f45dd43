"""A decision aid: survival gain against harm, from published trials.

The map, from the first layer to the last; a module imports only from earlier layers.

=====================================  ==================================================
``effects``                            proportions, differences, NNT, intervals recovered
``trial``                              frozen records of what was published
``problems``                           what is wrong with a folder of data, in plain words
``cross_checks``                       faults that show only between records
``survival``                           Kaplan-Meier, medians, RMST, log-rank, Cox
``calibration``                        curves and bands from published numbers
``calibrated``                         from records to a calibration and back; which curve is stale
``loading``                            the only reader and writer of ``data/``
``consistency``                        reported against recomputed
``balance``                            simulate, weigh, whole people out of 100
``choices``                            what the user chose, to and from the URL
``findings``                           every number of one view, with its provenance
``words``                              every sentence
``figures``, ``icons``                 charts and icon arrays, each with its sentence and table
``interface``                          the only Streamlit code besides the pages
=====================================  ==================================================
"""
