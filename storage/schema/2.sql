-- From here on, every payload is sealed. A file of version 1 kept them in clear
-- and is never changed where it is: its content moves into a new file. So this
-- step runs on empty tables only, and lays them anew.
DROP TABLE replaced;
DROP TABLE version;
DROP TABLE journal;
DROP TABLE snapshot;
DROP TABLE interview;

-- What a window needs before anybody unlocks it, in clear: the language of the
-- interface, never an answer.
CREATE TABLE open_setting (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who can open the store. locked and paper hold the same secret, one under the
-- passphrase and one under the printed code (NULL where there is none);
-- recovery holds it for the coordinator's keys (NULL where the form named
-- none). public verifies signatures, hand seals what is handed over. failed
-- counts wrong passphrases in a row, since is when the last one was tried, in
-- milliseconds since 1970.
CREATE TABLE slot (
	id       INTEGER PRIMARY KEY,
	code     TEXT NOT NULL UNIQUE,
	locked   BLOB NOT NULL,
	paper    BLOB,
	recovery BLOB,
	public   BLOB NOT NULL,
	hand     TEXT NOT NULL,
	failed   INTEGER NOT NULL,
	since    INTEGER NOT NULL
) STRICT;

-- One interview, with what lists show of it. saves counts the times that about
-- was written, edits is the number of the last row of the journal. key is the
-- interview's own key, sealed for its owner, whose slot owner is.
CREATE TABLE interview (
	place    INTEGER PRIMARY KEY,
	id       TEXT NOT NULL UNIQUE,
	number   INTEGER NOT NULL,
	draft    INTEGER NOT NULL,
	versions INTEGER NOT NULL,
	saves    INTEGER NOT NULL,
	edits    INTEGER NOT NULL,
	owner    INTEGER NOT NULL REFERENCES slot (id),
	key      BLOB NOT NULL,
	about    BLOB NOT NULL
) STRICT;
CREATE INDEX interview_in_order ON interview (number, id);

-- A draft as it was when the journal had come to row upto.
CREATE TABLE snapshot (
	interview INTEGER PRIMARY KEY REFERENCES interview (place),
	upto      INTEGER NOT NULL,
	payload   BLOB NOT NULL
) STRICT;

-- Every change of a draft, counted from 1. seq is its entry in the chain.
CREATE TABLE journal (
	interview INTEGER NOT NULL REFERENCES interview (place),
	n         INTEGER NOT NULL,
	seq       INTEGER NOT NULL,
	payload   BLOB NOT NULL,
	PRIMARY KEY (interview, n)
) STRICT, WITHOUT ROWID;

-- Rows of the journal that a damaged file had and that could not be read when
-- it was restored.
CREATE TABLE lost (
	interview INTEGER NOT NULL REFERENCES interview (place),
	n         INTEGER NOT NULL,
	PRIMARY KEY (interview, n)
) STRICT, WITHOUT ROWID;

-- Finished records, in the order in which they arrived. tag stands for the
-- hash, seq is the entry in the chain. sealed is 1 where the payload is for
-- the coordinator alone. merge is the merge that brought it, NULL for what was
-- finished here.
CREATE TABLE version (
	interview INTEGER NOT NULL REFERENCES interview (place),
	n         INTEGER NOT NULL,
	seq       INTEGER NOT NULL,
	tag       BLOB NOT NULL,
	sealed    INTEGER NOT NULL DEFAULT 0,
	merge     INTEGER,
	payload   BLOB NOT NULL,
	PRIMARY KEY (interview, n),
	UNIQUE (interview, tag)
) STRICT;

-- Which versions are replaced by others, also before they arrive: version n
-- replaces the one with the tag.
CREATE TABLE replaced (
	interview INTEGER NOT NULL REFERENCES interview (place),
	tag       BLOB NOT NULL,
	n         INTEGER NOT NULL,
	PRIMARY KEY (interview, tag, n)
) STRICT, WITHOUT ROWID;

-- The chain: digest stands for one row of journal, version or event, link for
-- it and all before it.
CREATE TABLE chain (
	seq    INTEGER PRIMARY KEY,
	digest BLOB NOT NULL,
	link   BLOB NOT NULL
) STRICT;

-- What happened to the store or to an interview beside its answers. seq is the
-- entry in the chain.
CREATE TABLE event (
	seq     INTEGER PRIMARY KEY,
	payload BLOB NOT NULL
) STRICT;

-- Interviews that were destroyed and must not come back. tag stands for the id.
CREATE TABLE tombstone (
	tag     BLOB PRIMARY KEY,
	payload BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Files that belong to an answer. tag stands for the content.
CREATE TABLE attachment (
	interview INTEGER NOT NULL REFERENCES interview (place),
	tag       BLOB NOT NULL,
	payload   BLOB NOT NULL,
	PRIMARY KEY (interview, tag)
) STRICT;

-- Exports that were made, counted from 1.
CREATE TABLE outgoing (
	number  INTEGER PRIMARY KEY,
	payload BLOB NOT NULL
) STRICT;

-- Merges that were made, counted from 1.
CREATE TABLE merge (
	id      INTEGER PRIMARY KEY,
	payload BLOB NOT NULL
) STRICT;

-- What was refused once, and is not asked again. tag stands for it.
CREATE TABLE refusal (
	tag BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;
