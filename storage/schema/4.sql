-- Files that belong to answers. A file is cut into parts, a row each, and closed
-- by a row that says what it is: there parts counts how many rows just before it
-- are its parts; of a part it is NULL. n counts the rows of an interview, with
-- gaps, and is never given twice; seq is the entry in the chain. sealed is 1 where
-- the file is for the coordinator alone.
DROP TABLE attachment;
CREATE TABLE attachment (
	interview INTEGER NOT NULL REFERENCES interview (place),
	n         INTEGER NOT NULL,
	seq       INTEGER NOT NULL,
	parts     INTEGER,
	sealed    INTEGER NOT NULL DEFAULT 0,
	payload   BLOB NOT NULL,
	PRIMARY KEY (interview, n)
) STRICT;
