package export

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"anketa/survey"
	"anketa/survey/message"
)

// readme is the first sheet: what the workbook holds and how to work with it,
// in English and in Russian, side by side.
func (w *writer) readme() (*sheet, error) {
	s := w.sheet(readmeSheet, look{tab: explainTab, plain: true, selected: true, widths: []float64{readmeWidth, readmeWidth}})
	english, russian := readmeEnglish, readmeRussian
	title, version := "", ""
	if len(w.o.Forms) > 0 {
		title, version = formTitle(w.o.Forms[0]), w.o.Forms[0].Version
	}
	facts := strings.NewReplacer("{form}", title, "{version}", version,
		"{records}", strconv.Itoa(len(w.heads)), "{created}", w.o.Now.Format("2006-01-02 15:04"), "{repeats}", w.repeatSheets())
	closed := strings.NewReplacer()
	if w.o.Password != "" {
		closed = strings.NewReplacer(openEnglish, closedEnglish, openRussian, closedRussian)
	}
	noticed := false // they stand where the first paragraph ends
	for i := range max(len(english), len(russian)) {
		look := wrapStyle
		if strings.HasPrefix(english[i], "# ") {
			look = titleStyle
		}
		left, right := facts.Replace(closed.Replace(strings.TrimPrefix(english[i], "# "))), facts.Replace(closed.Replace(strings.TrimPrefix(russian[i], "# ")))
		s.height = max(linesOf(left), linesOf(right)) * lineHeight
		if look == titleStyle {
			s.height = 2 * lineHeight
		}
		if err := s.row(words(look, left, right)); err != nil {
			return nil, err
		}
		if left == "" && !noticed {
			noticed = true
			if err := w.notices(s); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

// What the last line says of a file with a password, and of one without.
const (
	openEnglish   = "This file is not encrypted and holds what people told in confidence. Keep it where nobody else can open it, and delete it when it has been merged."
	openRussian   = "Этот файл не зашифрован и содержит то, что люди рассказали доверительно. Храните его там, где его больше никто не откроет, и удалите после объединения."
	closedEnglish = "This file holds what people told in confidence, and a password protects it. Do not save it without one, and delete it when it has been merged."
	closedRussian = "В этом файле то, что люди рассказали доверительно, и он закрыт паролем. Не сохраняйте его без пароля и удалите, когда он будет объединён с другими."
)

const (
	readmeWidth = 78   // digits; of letters a few more
	lineHeight  = 15.5 // points
)

// linesOf is how many lines a text takes: not every program measures it when
// it opens a file.
func linesOf(s string) float64 {
	return 1 + float64(utf8.RuneCountInString(s)/(readmeWidth+4))
}

// notices tells what is not as it should be.
func (w *writer) notices(s *sheet) error {
	if len(w.o.Notices) == 0 {
		return nil
	}
	s.height = 2 * lineHeight
	if err := s.row(words(titleStyle, "Look at this", "Обратите внимание")); err != nil {
		return err
	}
	for _, n := range w.o.Notices {
		english, russian := n.In(message.English), n.In(message.Russian)
		s.height = max(linesOf(english), linesOf(russian)) * lineHeight
		if err := s.row(words(wrapStyle, english, russian)); err != nil {
			return err
		}
	}
	s.height = lineHeight
	return s.row(nil)
}

// repeatSheets names the sheets of the repeats.
func (w *writer) repeatSheets() string {
	var names []string
	for _, t := range w.layout.tables[1:] {
		names = append(names, t.sheet)
	}
	if len(names) == 0 {
		return "—"
	}
	return strings.Join(names, ", ")
}

// The two texts have the same lines.
var (
	readmeEnglish = []string{
		"# {form}",
		"Version {version} of the form. {records} interviews, written {created} by Anketa.",
		"",
		"# What is in it",
		"data: one row per interview. Codes as they are stored; one header row of names that R, Stata, SPSS and Power Query take as they are.",
		"Repeats ({repeats}): one row per person, event … of an interview. PARENT_KEY is the KEY of the row that it belongs to; join on it.",
		"data_labels, and a sheet … _labels of each repeat: the same rows in words.",
		"codebook: what each column is. codes: what each code means. corrections, where there are any: which answers were corrected, by whom, when and why.",
		"survey, choices, settings: the form itself. This workbook can be opened as a form.",
		"_media, where there is any: the files of answers. They stand in the folder beside this workbook whose name ends in -media, each under the name that the cell has; keep the two together.",
		"_withdrawn: interviews that were withdrawn. Delete them from every table that you made before; no merge brings them back.",
		"_versions, _forms, _files, _mapping, _edited_outside, _export: what Anketa needs to read the workbook back.",
		"",
		"# How to read it",
		"A blank cell means that the question was not asked. It is never 0.",
		"_states names the columns where a blank or a code stands for more: dont_know, refused, not_applicable, not_reached. Divide by those who were asked.",
		"A question with several answers has the codes in one cell and, behind it, one column per code: 1 chosen, 0 asked and not chosen, blank not asked.",
		"_kind is real, training or simulated. Only real ones are data.",
		"_conflict is 1 where another version of the interview waits for a decision.",
		"Dates are dates. A date with a time is text with its offset, as 2026-03-18T09:26:53+05:00; data_labels has it as a date.",
		"",
		"# R",
		"d <- readxl::read_excel(\"file.xlsx\", sheet = \"data\", guess_max = Inf)",
		"# Stata",
		"import excel using file.xlsx, sheet(\"data\") firstrow clear",
		"# Python",
		"d = pandas.read_excel(\"file.xlsx\", sheet_name=\"data\", dtype=str)   # dtype=str keeps the zeros of codes and telephone numbers",
		"",
		"# What not to touch",
		"Sort, filter, colour, move columns, add columns and sheets as you like: the workbook can still be merged.",
		"Do not change answers, KEY, or columns whose name begins with _. An answer that was changed here is listed when the workbook is merged, and counts only when the coordinator accepts it.",
		"Do not delete rows: the merge reports them as missing.",
		openEnglish,
	}
	readmeRussian = []string{
		"# {form}",
		"Версия анкеты {version}. Интервью: {records}. Записано программой Anketa {created}.",
		"",
		"# Что здесь есть",
		"data: одна строка — одно интервью. Коды в том виде, в каком они хранятся; одна строка заголовков с именами, которые без изменений понимают R, Stata, SPSS и Power Query.",
		"Повторы ({repeats}): одна строка — один человек, событие … одного интервью. PARENT_KEY — это KEY строки, к которой она относится; по нему и соединяйте.",
		"data_labels и листы … _labels для повторов: те же строки словами.",
		"codebook: что означает каждый столбец. codes: что означает каждый код. corrections, если исправления были: какие ответы исправлены, кем, когда и почему.",
		"survey, choices, settings: сама анкета. Эту книгу можно открыть как анкету.",
		"_media, если такие есть: файлы ответов. Они лежат рядом с книгой в папке, имя которой кончается на -media, каждый под именем из ячейки; храните их вместе.",
		"_withdrawn: отозванные интервью. Удалите их из всех таблиц, которые сделали раньше; объединение их не вернёт.",
		"_versions, _forms, _files, _mapping, _edited_outside, _export: то, что нужно программе Anketa, чтобы прочитать книгу обратно.",
		"",
		"# Как читать",
		"Пустая ячейка означает, что вопрос не задавали. Это никогда не 0.",
		"_states называет столбцы, где пустая ячейка или код значит больше: dont_know (не знает), refused (отказ), not_applicable (неприменимо), not_reached (не дошли). Делите на тех, кому вопрос задали.",
		"У вопроса с несколькими ответами коды стоят в одной ячейке, а за ней — по столбцу на код: 1 — выбран, 0 — спросили и не выбран, пусто — не спрашивали.",
		"_kind: real (настоящее), training (учебное) или simulated (смоделированное). Данные — только real.",
		"_conflict равен 1, если другая версия этого интервью ждёт решения.",
		"Даты — это даты. Дата со временем — текст со смещением, например 2026-03-18T09:26:53+05:00; в data_labels это дата.",
		"",
		"# R",
		"d <- readxl::read_excel(\"file.xlsx\", sheet = \"data\", guess_max = Inf)",
		"# Stata",
		"import excel using file.xlsx, sheet(\"data\") firstrow clear",
		"# Python",
		"d = pandas.read_excel(\"file.xlsx\", sheet_name=\"data\", dtype=str)   # dtype=str сохраняет нули в кодах и номерах телефонов",
		"",
		"# Чего не трогать",
		"Сортируйте, фильтруйте, раскрашивайте, переставляйте столбцы, добавляйте столбцы и листы: книгу всё равно можно объединить с другими.",
		"Не меняйте ответы, KEY и столбцы, имя которых начинается с _. Ответ, изменённый здесь, при объединении попадает в список и учитывается, только если координатор его примет.",
		"Не удаляйте строки: при объединении они будут показаны как недостающие.",
		openRussian,
	}
)

// files writes the sheet _files: what went into a merge.
func (w *writer) files() (*sheet, error) {
	s := w.sheet(filesSheet, ownLook(40, 40, 10, 10, 10, 12, 10, 10, 10, 10, 10))
	if err := s.row(headings(filesHead...)); err != nil {
		return nil, err
	}
	for _, f := range w.o.Files {
		cells := words(noStyle, f.Name, f.SHA256)
		for _, n := range []int{f.Read, f.Added, f.Known, f.Superseded, f.Conflict, f.Refused, f.Joined, f.Withdrawn, f.Waiting} {
			cells = append(cells, cell{numberCell, noStyle, strconv.Itoa(n)})
		}
		if err := s.row(cells); err != nil {
			return nil, err
		}
	}
	return s, nil
}

var filesHead = []string{"file", "sha256", "read", "added", "known", "superseded", "conflict", "refused", "joined", "withdrawn", "waiting"} // those that came later stand last

// formTitle is the id where the form has no title.
func formTitle(f *survey.Form) string {
	if f.Title != "" {
		return f.Title
	}
	return f.ID
}
