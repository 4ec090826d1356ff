package report

import (
	"regexp"
	"strconv"
	"strings"

	"anketa/survey"
)

// A word is a heading or remark of the report itself; the rest of its text
// comes from the form.
type word uint8

const (
	contents word = iota
	sampleTitle
	formWord
	versionWord
	labelsIn
	interviewsIn
	kindsIn
	dateMade
	madeBy
	digestWord
	smallWord
	sheetWord
	holds
	questionsWord
	questionWord
	codeWord
	labelWord
	countWord
	shareWord
	lowWord
	highWord
	nWord
	dontKnow
	refused
	notApplicable
	notReached
	noValue
	notAsked
	unusable
	allInterviews
	allInstances
	meanWord
	sdWord
	minWord
	q1Word
	medianWord
	q3Word
	maxWord
	valueWord
	onlyCounted
	severalCodes
	putFirst
	interval
	otherCodes
	hiddenWord
	hiddenTable
	longList
	onlyGiven
	onlyVersions
	trueWord
	falseWord
	fewCases
	sensitivityWord
	outside
	readWord
	includedWord
	excludedWord
	draftWord
	otherForm
	furtherWord
	realWord
	trainingWord
	simulatedWord
	simulatedMark
	trainingMark
	byInterviewer
	byDay
	byVersion
	blankWord
	notStated
	methodTitle
	methodBase
	methodShare
	methodNumber
	methodText
	methodSmall
	backWord
	wordCount
)

// phrases are the words in English and in Russian.
var phrases = [wordCount][2]string{
	contents:        {"Contents", "Содержание"},
	sampleTitle:     {"Sample", "Выборка"},
	formWord:        {"Form", "Анкета"},
	versionWord:     {"Version of the form", "Версия анкеты"},
	labelsIn:        {"Language of the labels", "Язык подписей"},
	interviewsIn:    {"Interviews in this report", "Интервью в отчёте"},
	kindsIn:         {"Kinds of interviews", "Виды интервью"},
	dateMade:        {"Made on", "Дата отчёта"},
	madeBy:          {"Made by", "Программа"},
	digestWord:      {"Digest of the data (SHA-256)", "Отпечаток данных (SHA-256)"},
	smallWord:       {"Counts hidden from 1 to", "Скрыты числа от 1 до"},
	sheetWord:       {"Sheet", "Лист"},
	holds:           {"What it holds", "Что на листе"},
	questionsWord:   {"Questions", "Вопросов"},
	questionWord:    {"Question", "Вопрос"},
	codeWord:        {"Code", "Код"},
	labelWord:       {"Answer", "Ответ"},
	countWord:       {"Count", "Число"},
	shareWord:       {"Share", "Доля"},
	lowWord:         {"95 % from", "95 % от"},
	highWord:        {"95 % to", "95 % до"},
	nWord:           {"n (answered)", "n (ответили)"},
	dontKnow:        {"Does not know", "Затрудняется ответить"}, // the states as the window has them
	refused:         {"Refused to answer", "Отказ от ответа"},
	notApplicable:   {"Does not apply", "Не относится"},
	notReached:      {"Not reached", "Не дошли до вопроса"},
	noValue:         {"No value", "Нет значения"},
	notAsked:        {"Not asked", "Вопрос не задавался"},
	unusable:        {"Not a number", "Не число"},
	allInterviews:   {"All interviews", "Всего интервью"},
	allInstances:    {"All instances", "Всего записей"},
	meanWord:        {"Mean", "Среднее"},
	sdWord:          {"Standard deviation", "Стандартное отклонение"},
	minWord:         {"Minimum", "Минимум"},
	q1Word:          {"Lower quartile (type 7)", "Нижний квартиль (тип 7)"},
	medianWord:      {"Median (type 7)", "Медиана (тип 7)"},
	q3Word:          {"Upper quartile (type 7)", "Верхний квартиль (тип 7)"},
	maxWord:         {"Maximum", "Максимум"},
	valueWord:       {"Value", "Значение"},
	onlyCounted:     {"Answers are counted only: text, dates, places and what the form withholds are not shown.", "Ответы только посчитаны: тексты, даты, места и то, что анкета не отдаёт аналитику, не показываются."},
	severalCodes:    {"Several answers possible: shares may add up to more than 100 %.", "Можно было дать несколько ответов: сумма долей может превышать 100 %."},
	putFirst:        {"An order: how often each answer was put first.", "Порядок: как часто ответ ставили первым."},
	interval:        {"Share of n, 95 % Wilson interval", "Доля от n, 95 % интервал Уилсона"},
	otherCodes:      {"Codes that the form does not have", "Коды, которых нет в анкете"},
	hiddenWord:      {"..", ".."},
	hiddenTable:     {"Hidden: too few answers.", "Скрыто: слишком мало ответов."},
	longList:        {"The chart shows the most frequent answers.", "На диаграмме — самые частые ответы."},
	onlyGiven:       {"Of the long list only the answers that were given are shown.", "Из длинного списка показаны только ответы, которые были даны."},
	onlyVersions:    {"Only in versions of the form", "Только в версиях анкеты"},
	trueWord:        {"Yes", "Да"},
	falseWord:       {"No", "Нет"},
	fewCases:        {"Few cases: n < 30.", "Мало случаев: n < 30."},
	sensitivityWord: {"sensitivity", "чувствительность"},
	outside:         {"Outside of sections", "Вне разделов"},
	readWord:        {"Records read", "Прочитано записей"},
	includedWord:    {"In the report", "В отчёте"},
	excludedWord:    {"Left out", "Не вошли"},
	draftWord:       {"not finished", "не закончены"},
	otherForm:       {"of another form", "другой анкеты"},
	furtherWord:     {"further versions of an interview", "ещё одна версия того же интервью"},
	realWord:        {"real", "настоящие"},
	trainingWord:    {"training", "учебные"},
	simulatedWord:   {"simulated", "смоделированные"},
	simulatedMark:   {"SIMULATED: a program gave these answers", "СМОДЕЛИРОВАНО: ответы дала программа"},
	trainingMark:    {"TRAINING: interviewers practised", "УЧЕБНЫЕ: интервьюеры тренировались"},
	byInterviewer:   {"Interviewer", "Интервьюер"},
	byDay:           {"Day of the interview", "День интервью"},
	byVersion:       {"Version of the form", "Версия анкеты"},
	blankWord:       {"(blank)", "(пусто)"},
	notStated:       {"Not answered or not asked", "Нет ответа или вопрос не задавался"},
	methodTitle:     {"How to read it", "Как читать"},
	methodBase:      {"n is everyone who gave an answer. “Does not know”, “refused to answer”, “does not apply”, not reached and not asked stand below each table and are in no share.", "n — все, кто дал ответ. «Затрудняется ответить», «отказ от ответа», «не относится», «не дошли» и «не задавался» стоят под таблицей и ни в какую долю не входят."},
	methodShare:     {"Shares are of n; their intervals are Wilson’s, at 95 %. They hold for a simple random sample; otherwise they are too narrow.", "Доли — от n; интервалы Уилсона, 95 %. Они верны для простой случайной выборки, иначе они слишком узки."},
	methodNumber:    {"Quantiles are of type 7, as PERCENTILE.INC in Excel. The standard deviation divides by n − 1.", "Квантили типа 7, как ПРОЦЕНТИЛЬ.ВКЛ в Excel. Стандартное отклонение — с делителем n − 1."},
	methodText:      {"Inside a repeat n counts instances, not people. Texts that people typed are never printed.", "Внутри повторов n — число записей, а не людей. Набранные тексты не печатаются."},
	methodSmall:     {"“..” is a count that was hidden, or one from which a hidden one could be had.", "«..» — скрытое число или число, по которому скрытое можно вычислить."},
	backWord:        {"← Contents", "← Содержание"},
}

// words are the words of a report's language: Russian for a Russian wording of
// the form, else English.
type words struct{ language int }

func wordsOf(l survey.Language) words {
	if strings.EqualFold(l.Code, "ru") || l.Code == "" && strings.HasPrefix(l.Name, "Рус") {
		return words{1}
	}
	return words{0}
}

func (w words) say(x word) string { return phrases[x][w.language] }

// typeWords say what is asked in a question, in English and in Russian.
var typeWords = [survey.FileKind + 1][2]string{
	survey.GroupKind:          {"group", "группа"},
	survey.RepeatKind:         {"repeat", "повтор"},
	survey.NoteKind:           {"note", "пояснение"},
	survey.CalculateKind:      {"calculation", "вычисление"},
	survey.TextKind:           {"text", "текст"},
	survey.IntegerKind:        {"whole number", "целое число"},
	survey.DecimalKind:        {"number", "число"},
	survey.RangeKind:          {"number on a scale", "число на шкале"},
	survey.DateKind:           {"date", "дата"},
	survey.TimeKind:           {"time", "время"},
	survey.DateTimeKind:       {"date and time", "дата и время"},
	survey.SelectOneKind:      {"choice of one", "выбор одного"},
	survey.SelectMultipleKind: {"choice of several", "выбор нескольких"},
	survey.RankKind:           {"ranking", "упорядочивание"},
	survey.AcknowledgeKind:    {"confirmation", "подтверждение"},
	survey.GeopointKind:       {"place", "место"},
	survey.GeotraceKind:       {"line on the map", "линия на карте"},
	survey.GeoshapeKind:       {"area on the map", "участок на карте"},
	survey.FileKind:           {"file", "файл"},
}

func (w words) kindOf(k survey.QuestionKind) string { return typeWords[k][w.language] }

var plainNumber = regexp.MustCompile(`\d+(?:\.\d+)?`)

// local writes the numbers in a text as the language does: with its decimal
// sign, and the thousands set apart from groupedFrom on.
func (w words) local(s string) string {
	point, thousands := ".", ","
	if w.language == 1 {
		point, thousands = ",", "\u00a0"
	}
	return plainNumber.ReplaceAllStringFunc(s, func(n string) string {
		whole, fraction, broken := strings.Cut(n, ".")
		if len(whole) > 4 {
			for i := len(whole) - 3; i > 0; i -= 3 {
				whole = whole[:i] + thousands + whole[i:]
			}
		}
		if broken {
			whole += point + fraction
		}
		return whole
	})
}

// number writes a number with its digits after the point, or the comma.
func (w words) number(v float64, digits int) string {
	return w.local(strconv.FormatFloat(v, 'f', digits, 64))
}

func (w words) kind(k survey.Kind) string {
	return w.say([...]word{realWord, trainingWord, simulatedWord}[k])
}
