"""Month names of the languages of blogs, full and shortened, to the number of the month."""
# ruff: noqa: E501 - the word lists read best one language or kind a line

from __future__ import annotations

__all__ = ["MONTHS"]

# One line a month: English, German, Spanish, French, Portuguese, Italian, Dutch, Swedish/Danish/Norwegian, Polish
# (both cases), Czech, Finnish, Turkish, Russian, Ukrainian, Romanian, Hungarian, Catalan, Greek, Indonesian.
_TABLE = """
january jan januar jänner jaenner jän enero ene janvier janv janeiro gennaio gen januari stycznia styczeń sty ledna
    leden tammikuu tammikuuta ocak января январь янв січня ianuarie január gener ιανουαρίου ιανουάριος
february feb februar feber febrero février fevrier févr fevr fév fevereiro fev febbraio febbr februari lutego luty února únor
    helmikuu helmikuuta şubat февраля февраль фев лютого februarie február febrer φεβρουαρίου φεβρουάριος
march mar märz maerz mär mrz marzo mars março marco maart mrt marts marca marzec března březen maaliskuu
    maaliskuuta mart марта март мар березня martie március març μαρτίου μάρτιος maret
april apr avril avr abril abr aprile april kwietnia kwiecień kwi dubna duben huhtikuu huhtikuuta nisan апреля апрель апр
    квітня aprilie április απριλίου απρίλιος
may mai mayo maio maggio mag mei maj maja květen května toukokuu toukokuuta mayıs мая май травня május maig μαΐου
    μάιος
june jun juni junio juin junho giugno giu czerwca czerwiec cze června červen kesäkuu kesäkuuta haziran июня июнь июн
    червня iunie június juny ιουνίου ιούνιος
july jul juli julio juillet juil julho luglio lug lipca lipiec lip července červenec heinäkuu heinäkuuta temmuz июля
    июль июл липня iulie július juliol ιουλίου ιούλιος
august aug agosto ago août aout augustus augusti sierpnia sierpień sie srpna srpen elokuu elokuuta ağustos
    августа август авг серпня augusztus agost αυγούστου αύγουστος agustus
september sept sep septiembre setiembre septembre setembro set settembre sett wrzesień września wrz září syyskuu
    syyskuuta eylül сентября сентябрь сен сент вересня septembrie szeptember setembre σεπτεμβρίου σεπτέμβριος
october oct oktober okt octubre octobre outubro out ottobre ott oktober października październik paź října říjen
    lokakuu lokakuuta ekim октября октябрь окт жовтня octombrie október οκτωβρίου οκτώβριος
november nov noviembre novembre novembro listopada listopad lis listopadu marraskuu marraskuuta kasım ноября
    ноябрь ноя нояб листопада noiembrie νοεμβρίου νοέμβριος
december dec dezember dez diciembre dic décembre decembre déc dezembro dicembre desember des grudnia grudzień gru
    prosince prosinec joulukuu joulukuuta aralık декабря декабрь дек грудня decembrie desembre δεκεμβρίου δεκέμβριος
    desember
"""

_LINES = [line for line in _TABLE.replace("\n    ", " ").splitlines() if line]

MONTHS: dict[str, int] = {name: number for number, line in enumerate(_LINES, 1) for name in line.split()}
"""Lower-case name to 1–12."""
