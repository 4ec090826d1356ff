package interview_test

import (
	"testing"

	"anketa/survey/surveytest"
)

func TestScripts(t *testing.T) { surveytest.Run(t, "testdata/*.txtar") }
