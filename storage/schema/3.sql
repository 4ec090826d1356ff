-- What a coordinator's store keeps of sealed interviews, all of it sealed: keys
-- that laptops sign with, rows that wait, journals. tag stands for which.
CREATE TABLE arrival (
	tag     BLOB PRIMARY KEY,
	kind    TEXT NOT NULL,
	payload BLOB NOT NULL
) STRICT, WITHOUT ROWID;
