"""How numbers, units of time and months are written in the languages of the texts.

Number words are those below twenty, the tens and what multiplies; a compound is read as a sum (``twenty-five``).
"""

from __future__ import annotations

ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve "
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
# language: number words and their values
WORDS: dict[str, dict[str, int]] = {
    "en": {word: value for value, word in enumerate(ENGLISH.split())}
    | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90},
    "de": {
        "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11,
        "zwölf": 12,
        "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16, "siebzehn": 17, "achtzehn": 18, "zwanzig": 20,
        "dreissig": 30,
        "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80, "neunzig": 90, "hundert": 100,
        "vierundzwanzig": 24, "einem": 1, "eines": 1, "einer": 1,
    },
    "pt": {
        "um": 1, "uma": 1, "dois": 2, "duas": 2, "três": 3, "quatro": 4, "cinco": 5, "seis": 6, "sete": 7, "oito": 8, "nove": 9,
        "dez": 10, "onze": 11, "doze": 12, "treze": 13, "quinze": 15, "dezesseis": 16, "dezoito": 18, "vinte": 20, "trinta": 30,
        "quarenta": 40, "cinquenta": 50, "sessenta": 60, "setenta": 70, "oitenta": 80, "catorze": 14, "quatorze": 14,
        "dezessete": 17, "dezenove": 19, "cem": 100,
        "noventa": 90,
    },
    "id": {
        "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9, "sepuluh": 10,
        "sebelas": 11, "seratus": 100, "seribu": 1000,
    },
    "vi": {
        "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    },
    "ru": {
        "один": 1, "одного": 1, "двух": 2, "два": 2, "три": 3, "трех": 3, "трёх": 3, "четырех": 4, "пять": 5, "пяти": 5,
        "шести": 6,
        "семи": 7, "восьми": 8, "девяти": 9, "десять": 10, "десяти": 10, "пятнадцати": 15, "двадцати": 20, "тридцати": 30,
        "пятисот": 500, "ста": 100, "двухсот": 200, "трехсот": 300, "четыре": 4, "шесть": 6, "семь": 7, "восемь": 8,
        "девять": 9, "двадцать": 20,
        "тридцать": 30, "сорока": 40, "пятидесяти": 50, "шестидесяти": 60, "семидесяти": 70, "восьмидесяти": 80, "девяноста": 90,
    },
}  # fmt: skip
HUNDREDS = {"hundred": 100, "ratus": 100, "trăm": 100}
TENS = {"puluh": 10, "mươi": 10, "belas": 0}
SCALES = {
    "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "mil": 1_000, "milhão": 1_000_000, "milhões": 1_000_000,
    "bilhões": 1_000_000_000, "ribu": 1_000, "juta": 1_000_000, "miliar": 1_000_000_000, "nghìn": 1_000, "ngàn": 1_000,
    "triệu": 1_000_000, "tỷ": 1_000_000_000, "тысяч": 1_000, "тысячи": 1_000, "тыс": 1_000, "миллион": 1_000_000,
    "миллиона": 1_000_000, "миллионов": 1_000_000, "millionen": 1_000_000, "milliarden": 1_000_000_000, "tausend": 1_000,
    "万": 10_000, "亿": 100_000_000,
}  # fmt: skip
PERCENT = ("%", "percent", "per cent", "per centum", "percentage", "por cento", "persen", "phần trăm", "процент", "процентов",
           "prozent", "vom hundert", "v. h.")  # fmt: skip
# unit of time: its names in the languages of the texts, without endings
UNITS = {
    "hour": ("hour", "hora", "jam", "giờ", "час", "stunde", "小时"),
    "day": ("day", "working day", "business day", "calendar day", "trading day", "dia", "hari", "ngày", "дней", "дня", "день",
            "суток",
            "tag", "日", "天", "个工作日", "工作日", "dias úteis", "hari kerja"),
    "week": ("week", "semana", "minggu", "tuần", "недел", "woche", "周"),
    "month": ("month", "mês", "meses", "bulan", "tháng", "месяц", "monat", "个月", "月"),
    "year": ("year", "ano", "tahun", "năm", "лет", "года", "год", "jahr", "年", "周岁", "岁", "tuổi"),
}  # fmt: skip
# words that say how often, as a length of time
RHYTHMS = {
    "annually": (1, "year"), "each year": (1, "year"), "every year": (1, "year"), "once a year": (1, "year"),
    "per year": (1, "year"),
    "twice a year": (6, "month"), "half-yearly": (6, "month"), "every quarter": (3, "month"), "every month": (1, "month"),
}  # fmt: skip
# the same where it need not be a rhythm: a monthly user, a yearly turnover
LOOSE_RHYTHMS = {
    "annual": (1, "year"), "yearly": (1, "year"), "anual": (1, "year"), "jährlich": (1, "year"), "hằng năm": (1, "year"),
    "hàng năm": (1, "year"), "每年": (1, "year"), "setiap tahun": (1, "year"), "ежегодно": (1, "year"), "semestral": (6, "month"),
    "semestrais": (6, "month"), "semi-annual": (6, "month"), "half-year": (6, "month"), "quarterly": (3, "month"),
    "monthly": (1, "month"), "daily": (1, "day"), "weekly": (1, "week"),
}  # fmt: skip
ENGLISH_MONTHS = "january february march april may june july august september october november december"
MONTHS: dict[str, str] = {
    "en": ENGLISH_MONTHS,
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
