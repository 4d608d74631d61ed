"""The whole of an installation in one file, made while it runs, and put back into an empty place.

The file is a zip: `database.sqlite3` or `tables/NAME.copy` with `sequences.json`; `files/NAME` for each stored file;
`secret.key` where the key is kept with the data; last `manifest.json`, which says of each of them its size and SHA-256,
and of the whole with which release it was made. What was uploaded and waits to be taken in is left out.
"""
