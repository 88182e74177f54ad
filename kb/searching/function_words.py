"""Words that join a sentence together and say nothing of what is asked, by language, and words that name nobody by themselves."""

from kb.values.folding import folded

ENGLISH = """
a about according after all also am an and any are as at be because been before being between but by can could did do does
doing down during each for from get give had has have he her here him his how i if in into is it its just like made make me
more most must my no not of off on once one only or other our out over own per please same shall she should so some such take
tell than that the their them then there these they thing this those to too under until up upon use used using very was way we
were what when where whether which while who whom whose why will with within without would you your anyone someone something
show find list compare compares compared comparing comparison versus vs
now s today currently presently nowadays still yet already may might
"""
GERMAN = """
aber alle allem allen aller als also am an andere auch auf aus bei beim bin bis bist da damit dann das dass dem den denn der des
die diese diesem diesen dieser dieses doch dort durch dürfen darf ein eine einem einen einer eines er es etwas für gegen gibt hat
haben hatte hier ich ihr ihre im in ins ist ja jede jeder kann können kein keine man mehr mein mit muss müssen nach nicht noch nur
oder ohne sein seine sich sie sind so soll sollen über um und uns unter vom von vor war was weil wem wen wenn wer werden wie wird
wo wurde zu zum zur zwischen welche welcher welches welchem welchen
vergleiche vergleichen vergleich verglichen gegenüber heute heutzutage jetzt derzeit aktuell momentan gerade noch schon bereits
darfst dürft durfte hatten haben sollten sollte könnte könnten binnen innerhalb
"""
JOINING = frozenset(folded(ENGLISH + GERMAN).split())
NOBODYS = frozenset(
    folded("set sets government governments country countries state states land länder staat staaten regierung").split()
)
