package surveytest

import (
	"anketa/survey/ooxml"
	"fmt"
	"strconv"
)

// Questionnaire generates a form of n questions as institutes write them: in
// two languages, sections that depend on an answer in the section before,
// numbers with constraints, selects, texts that are asked because of an
// answer, calculations and notes that show them, and in every tenth section a
// repeat with a sum over it. Question 3 of section i is q_i_3.
func Questionnaire(n int) []*ooxml.Sheet {
	s := &ooxml.Sheet{Name: "survey"}
	s.Add("type", "name", "label::Русский (ru)", "label::English (en)", "hint::Русский (ru)", "hint::English (en)",
		"relevant", "constraint", "constraint_message::Русский (ru)", "constraint_message::English (en)", "required", "calculation", "appearance")
	for i := 0; i*perSection < n; i++ {
		section(s, i, min(perSection, n-i*perSection))
	}
	return []*ooxml.Sheet{s, lists(), formSettings(fmt.Sprint("generated_", n))}
}

// perSection is how many questions a section has.
const perSection = 25

func formSettings(id string) *ooxml.Sheet {
	s := &ooxml.Sheet{Name: "settings"}
	s.Add("form_id", "version", "form_title", "default_language")
	s.Add(id, "2026.1", "Generated", "Русский (ru)")
	return s
}

// lists has yes and no, and forty lists of eight choices.
func lists() *ooxml.Sheet {
	s := &ooxml.Sheet{Name: "choices"}
	s.Add("list_name", "name", "label::Русский (ru)", "label::English (en)")
	for i, words := range [][2]string{{"Да", "Yes"}, {"Нет", "No"}, {"Отказ от ответа", "Refused"}} {
		s.Add("yes_no", []string{"1", "0", "99"}[i], words[0], words[1])
	}
	for l := range 40 {
		for c := range 8 {
			s.Add(fmt.Sprint("list_", l), strconv.Itoa(c+1), fmt.Sprintf("Вариант ответа %d из списка %d", c+1, l), fmt.Sprintf("Answer %d of list %d", c+1, l))
		}
	}
	return s
}

func section(s *ooxml.Sheet, i, questions int) {
	relevant := ""
	if i > 0 {
		relevant = fmt.Sprintf("${q_%d_0} = 1", i-1)
		if i%3 > 0 {
			relevant = ""
		}
	}
	ru, en := fmt.Sprintf("Раздел %d: условия труда и проживания", i), fmt.Sprintf("Section %d: conditions of work and housing", i)
	s.Add("begin_group", fmt.Sprint("g_", i), ru, en, "", "", relevant)
	for k := range questions {
		question(s, i, k)
	}
	if questions == perSection {
		s.Add("calculate", fmt.Sprint("total_", i), "", "", "", "", "", "", "", "", "", fmt.Sprintf("coalesce(${q_%d_1}, 0) + coalesce(${q_%d_9}, 0)", i, i))
		s.Add("calculate", fmt.Sprint("share_", i), "", "", "", "", "", "", "", "", "", fmt.Sprintf("if(${total_%d} > 0, round(${q_%d_1} div ${total_%d} * 100, 1), 0)", i, i, i))
		s.Add("note", fmt.Sprint("said_", i), fmt.Sprintf("Всего ${total_%d}, доля ${share_%d} %%", i, i), fmt.Sprintf("In all ${total_%d}, a share of ${share_%d} %%", i, i), "", "", fmt.Sprintf("${total_%d} > 100", i))
	}
	if i%10 == 0 {
		roster(s, i)
	}
	s.Add("end_group")
}

func question(s *ooxml.Sheet, i, k int) {
	name := fmt.Sprintf("q_%d_%d", i, k)
	ru := fmt.Sprintf("Вопрос %d.%d. Как часто за последние двенадцать месяцев с Вами такое случалось на работе или по дороге домой?", i, k)
	en := fmt.Sprintf("Question %d.%d. How often has this happened to you at work or on your way home in the last twelve months?", i, k)
	row := []string{"", name, ru, en, "", "", "", "", "", "", "yes", "", ""}
	switch k % 8 {
	case 0:
		row[0] = "select_one yes_no"
	case 1:
		row[0], row[7], row[8], row[9] = "integer", ". >= 0 and . <= 168 or . = -98", "От 0 до 168.", "From 0 to 168."
		row[4], row[5] = "Если не знает: -98", "If not known: -98"
	case 2, 3:
		row[0] = fmt.Sprint("select_one list_", (i+k)%40)
		row[6] = fmt.Sprintf("${q_%d_%d} = 1", i, k/8*8)
	case 4:
		row[0] = fmt.Sprint("select_multiple list_", (i*k)%40)
		row[7], row[8], row[9] = "not(selected(., 8) and count-selected(.) > 1)", "Этот ответ исключает другие.", "This answer excludes the others."
	case 5:
		row[0], row[10] = "text", ""
		row[6] = fmt.Sprintf("selected(${q_%d_%d}, 7)", i, k-1)
	case 6:
		row[0], row[7] = "date", ". <= today()"
	case 7:
		row[0], row[12] = "select_one yes_no", "likert"
		row[2] = fmt.Sprintf("Вы сказали: ${q_%d_%d} часов. Это верно?", i, k/8*8+1)
		row[3] = fmt.Sprintf("You said ${q_%d_%d} hours. Is that right?", i, k/8*8+1)
		row[6] = fmt.Sprintf("${q_%d_%d} > 60", i, k/8*8+1)
	}
	s.Add(row...)
}

func roster(s *ooxml.Sheet, i int) {
	s.Add("begin_repeat", fmt.Sprint("r_", i), "Члены семьи", "Members of the family")
	s.Add("text", fmt.Sprint("r_name_", i), "Имя", "Name")
	s.Add("integer", fmt.Sprint("r_age_", i), fmt.Sprintf("Сколько лет ${r_name_%d}?", i), fmt.Sprintf("How old is ${r_name_%d}?", i), "", "", "", ". < 120")
	s.Add("end_repeat")
	s.Add("calculate", fmt.Sprint("r_sum_", i), "", "", "", "", "", "", "", "", "", fmt.Sprintf("sum(${r_age_%d})", i))
}

// Cascade generates a form that asks for a region, a district in it and one of
// n places in that: each choice is offered where those before it were chosen.
func Cascade(n int) []*ooxml.Sheet {
	s := &ooxml.Sheet{Name: "survey"}
	s.Add("type", "name", "label::Русский (ru)", "label::English (en)", "choice_filter", "calculation")
	s.Add("select_one region", "region", "Область", "Region")
	s.Add("select_one district", "district", "Район", "District", "region = ${region}")
	s.Add("select_one place", "place", "Населённый пункт", "Place", "district = ${district}")
	s.Add("select_one place", "place_2", "Другой населённый пункт", "Another place", "district = ${district} and region = ${region}")
	s.Add("calculate", "place_name", "", "", "", "instance('place')/root/item[name = ${place}]/label")
	c := &ooxml.Sheet{Name: "choices"}
	c.Add("list_name", "name", "label::Русский (ru)", "label::English (en)", "region", "district", "size")
	for i := range regions {
		c.Add("region", fmt.Sprint("r", i), fmt.Sprintf("Область %d", i), fmt.Sprint("Region ", i))
	}
	for i := range districts(n) {
		c.Add("district", fmt.Sprint("d", i), fmt.Sprintf("Район %d", i), fmt.Sprint("District ", i), fmt.Sprint("r", i%regions))
	}
	for i := range n {
		d := i % districts(n)
		c.Add("place", fmt.Sprint("p", i), fmt.Sprintf("Посёлок %d", i), fmt.Sprint("Village ", i), fmt.Sprint("r", d%regions), fmt.Sprint("d", d), strconv.Itoa(i%7))
	}
	return []*ooxml.Sheet{s, c, formSettings("cascade")}
}

const regions = 20

func districts(n int) int { return max(1, n/100) }
