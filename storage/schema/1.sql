-- The laptop: its random id, and the last number that it gave out.
CREATE TABLE laptop (
	one    INTEGER PRIMARY KEY CHECK (one = 1),
	device TEXT NOT NULL,
	number INTEGER NOT NULL
) STRICT;
INSERT INTO laptop VALUES (1, lower(hex(randomblob(8))), 0);

CREATE TABLE setting (
	name  TEXT PRIMARY KEY,
	value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- One version of one form. tag stands for its id and version.
CREATE TABLE form (
	place    INTEGER PRIMARY KEY,
	tag      BLOB NOT NULL UNIQUE,
	about    BLOB NOT NULL,
	workbook BLOB NOT NULL
) STRICT;

-- One interview, with what lists show of it. saves counts the times that
-- about was written.
CREATE TABLE interview (
	place    INTEGER PRIMARY KEY,
	id       TEXT NOT NULL UNIQUE,
	number   INTEGER NOT NULL,
	draft    INTEGER NOT NULL,
	versions INTEGER NOT NULL,
	saves    INTEGER NOT NULL,
	about    BLOB NOT NULL
) STRICT;
CREATE INDEX interview_in_order ON interview (number, id);

-- A draft as it was when the journal had come to row upto.
CREATE TABLE snapshot (
	interview INTEGER PRIMARY KEY REFERENCES interview (place),
	upto      INTEGER NOT NULL,
	payload   BLOB NOT NULL
) STRICT;

-- Every change of a draft, counted from 1.
CREATE TABLE journal (
	interview INTEGER NOT NULL REFERENCES interview (place),
	n         INTEGER NOT NULL,
	payload   BLOB NOT NULL,
	PRIMARY KEY (interview, n)
) STRICT, WITHOUT ROWID;

-- Finished records, in the order in which they arrived. tag stands for the
-- hash.
CREATE TABLE version (
	interview INTEGER NOT NULL REFERENCES interview (place),
	n         INTEGER NOT NULL,
	tag       BLOB NOT NULL,
	payload   BLOB NOT NULL,
	PRIMARY KEY (interview, n),
	UNIQUE (interview, tag)
) STRICT;

-- Which versions are replaced by others, also before they arrive.
CREATE TABLE replaced (
	interview INTEGER NOT NULL REFERENCES interview (place),
	tag       BLOB NOT NULL,
	PRIMARY KEY (interview, tag)
) STRICT, WITHOUT ROWID;
