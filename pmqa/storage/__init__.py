"""Where the bytes of files lie, and who may work on one of them: on one machine, or between several.

Files are kept by names that are given once and never written over. Two storages stand in STORAGES: "default" holds
what belongs to the data (evidence, reports), "uploads" what was sent and waits, for a day at most, to be taken in.
Each is a folder of this machine (local.py) or, with PMQA_STORAGE_URL, a part of an S3 bucket (remote.py).
"""
