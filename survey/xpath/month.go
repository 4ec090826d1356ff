package xpath

import (
	"strings"
	"time"
)

// dayNames are the short names of CLDR for %b and %a, months from January and
// days from Sunday, in the languages in which interviews are held.
var dayNames = map[string]struct{ months, days string }{
	"en": {"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", "Sun Mon Tue Wed Thu Fri Sat"},
	"ru": {"янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.", "вс пн вт ср чт пт сб"},
	"uk": {"січ. лют. бер. квіт. трав. черв. лип. серп. вер. жовт. лист. груд.", "нд пн вт ср чт пт сб"},
	"kk": {"қаң. ақп. нау. сәу. мам. мау. шіл. там. қыр. қаз. қар. жел.", "жс дс сс ср бс жм сб"},
	"ky": {"янв. фев. мар. апр. май июн. июл. авг. сен. окт. ноя. дек.", "жек. дүй. шейш. шарш. бейш. жума ишм."},
	"tg": {"Янв Фев Мар Апр Май Июн Июл Авг Сен Окт Ноя Дек", "Яшб Дшб Сшб Чшб Пшб Ҷмъ Шнб"},
	"uz": {"yan fev mar apr may iyn iyl avg sen okt noy dek", "Yak Dush Sesh Chor Pay Jum Shan"},
	"az": {"yan fev mar apr may iyn iyl avq sen okt noy dek", "B. B.E. Ç.A. Ç. C.A. C. Ş."},
	"hy": {"հնվ փտվ մրտ ապր մյս հնս հլս օգս սեպ հոկ նոյ դեկ", "կիր երկ երք չրք հնգ ուր շբթ"},
	"ro": {"ian. feb. mar. apr. mai iun. iul. aug. sept. oct. nov. dec.", "dum. lun. mar. mie. joi vin. sâm."},
}

// namesIn gives the names of a language, English where there are none.
func namesIn(language string) struct{ months, days string } {
	code, _, _ := strings.Cut(strings.ToLower(language), "-")
	if names, ok := dayNames[code]; ok {
		return names
	}
	return dayNames["en"]
}

func monthName(m time.Month, language string) string {
	return strings.Fields(namesIn(language).months)[m-1]
}

func weekdayName(d time.Weekday, language string) string {
	return strings.Fields(namesIn(language).days)[d]
}
