package storage

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"anketa/survey"
)

// BenchmarkAgainstBare holds an answer, sealed and in the history, against a
// bare commit of SQLite with the same settings and as many bytes: "ratio" is of
// the medians, measured in turn, so that a busy disk slows both.
func BenchmarkAgainstBare(b *testing.B) {
	s := fresh(b)
	r := must(s.Begin(ctx, blank()))
	db := must(connect(ctx, filepath.Join(b.TempDir(), "bare.db"), daily))
	defer db.Close()
	must(db.Exec("CREATE TABLE answer (n INTEGER PRIMARY KEY, payload BLOB NOT NULL) STRICT"))
	payload := make([]byte, 400)
	var ours, bare []time.Duration
	for n := 0; b.Loop(); n++ {
		began := time.Now()
		if err := s.Append(ctx, r.ID, Place{Path: "g_1/q1", Done: n, Total: 130}, []survey.Edit{nthAnswer(n)}); err != nil {
			b.Fatal(err)
		}
		ours = append(ours, time.Since(began))
		began = time.Now()
		if err := bareCommit(db, payload); err != nil {
			b.Fatal(err)
		}
		bare = append(bare, time.Since(began))
	}
	report(b, ours)
	report(b, bare) // sorts them
	b.ReportMetric(float64(ours[len(ours)/2])/float64(bare[len(bare)/2]), "ratio")
}

func bareCommit(db *sql.DB, payload []byte) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("INSERT INTO answer (payload) VALUES (?)", payload); err != nil {
		return err
	}
	return tx.Commit()
}
