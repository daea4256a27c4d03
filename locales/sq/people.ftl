# Çfarë lexojnë njerëzit. Vlera është për Telegram, ku përgjigjet janë në butona;
# `.sms`, kur është ndryshe, është për SMS dhe i tregon shifrat: 1 po, 2 jo, 3 ndoshta, 0 zyrtari.

## Meeting

language-choice =
    Prag
    Zgjidhni gjuhën · Изаберите језик · Izaberite jezik · Choose a language
    .sms = Prag: 1 Shqip 2 Srpski 3 Српски 4 English
language-set = Në rregull, ju shkruajmë shqip. Nëse doni gjuhë tjetër, shkruani GJUHA.
welcome-consent =
    Mirë se erdhët. Ky është Prag, shërbim falas për ndihmë.
    Ju shkruani me fjalët tuaja, zyrtari ynë i lexon dhe ju përgjigjet.
    Këtë bisedë e ruan edhe Telegrami. Për gjëra private është më mirë të flasim me telefon.
    A pajtoheni ta ruajmë atë që shkruani për këtë kërkesë?
    .sms = Ky është Prag, shërbim falas për ndihmë. Mesazhin e lexon zyrtari ynë. A pajtoheni t'i ruajmë të dhënat tuaja për këtë kërkesë? 1 Po 2 Jo
consent-again =
    Faleminderit. Së pari një pyetje: a pajtoheni ta ruajmë atë që shkruani për këtë kërkesë?
    .sms = Faleminderit. Së pari një pyetje: a pajtoheni t'i ruajmë të dhënat tuaja për këtë kërkesë? 1 Po 2 Jo
consent-or-call =
    Pa pëlqimin tuaj nuk ruajmë asgjë. Nëse doni së pari të flisni me ne, thirrni { $tel }.
    A pajtoheni ta ruajmë atë që shkruani për këtë kërkesë?
    .sms = Pa pëlqimin tuaj nuk ruajmë asgjë. Nëse doni së pari të flisni me ne, thirrni { $tel }. A pajtoheni t'i ruajmë të dhënat? 1 Po 2 Jo
consent-no =
    Në rregull. Nuk ruajmë asgjë.
    Për informata thirrni { $tel }.
    Nëse jeni në rrezik, thirrni 192.
    Nëse ndërroni mendje, na shkruani prapë.
    .sms = Në rregull. Nuk ruajmë asgjë. Për informata thirrni { $tel }. Nëse jeni në rrezik, thirrni 192.

## Intake

menu =
    Çfarë ju duhet?
    Zgjidhni më poshtë ose shkruani me fjalët tuaja.
    .sms = Çfarë ju duhet? 1 Dokumente 2 Shtëpi 3 Punë, grant 4 Shëndet 5 Ndihmë sociale, pension 6 Shkollë 7 Kthim, vizitë 8 Drejtësi, pronë 9 Fshat, rrugë 0 Më thirrni
understood-ask-place =
    Faleminderit. E kuptuam: { $topic }.
    Cila komunë ose cili fshat?
    Nëse nuk është ashtu, shkruani JO.
    .sms = Faleminderit. E kuptuam: { $topic }. Cila komunë ose cili fshat? Nëse nuk është ashtu, shkruani JO.
understood-quietly = Faleminderit, e kuptuam. Cila komunë ose cili fshat?
understood = E kuptuam: { $topic }. Nëse nuk është ashtu, shkruani MENU.
understood-at = E kuptuam: { $topic }. Komuna: { $place }. Nëse nuk është ashtu, shkruani MENU.
ask-whether =
    A bëhet fjalë për këtë: { $topic }?
    .sms = A bëhet fjalë për këtë: { $topic }? 1 Po 2 Jo
ask-whether-where = A bëhet fjalë për këtë: { $topic }? Nëse po, shkruani komunën ose fshatin. Nëse jo, shkruani JO.
ask-two =
    Keni shkruar për dy gjëra:
    • { $first }
    • { $second }
    A t'i shënojmë si dy kërkesa?
    .sms = Cilën kërkesë ta shënojmë? 1 { $first } 2 { $second } 3 Të dyja
ask-two-quietly =
    Keni shkruar për dy gjëra. A t'i shënojmë si dy kërkesa?
    .sms = Keni shkruar për dy gjëra. A t'i shënojmë si dy kërkesa? 1 Po 2 Jo, mjafton një
ask-place = Cila komunë ose cili fshat?
ask-mitrovica =
    Cila Mitrovicë?
    .sms = Cila Mitrovicë? 1 E Veriut 2 E Jugut
ask-north =
    Cila komunë?
    .sms = Cila komunë? 1 Mitrovicë e Veriut 2 Leposaviq 3 Zubin Potok 4 Zveçan
ask-among =
    Cilën komunë e keni fjalën?
    { $options }
    .sms = Cila komunë? { $options }
ask-contact =
    Si t'ju quajmë? Në cilin numër t'ju thërrasim dhe kur mund të flisni lirisht?
    Shembull: Mira, 044 000 000, pas orës 17
    .sms = Si t'ju quajmë dhe kur t'ju thërrasim, që të flisni lirisht? Shembull: Mira, pas orës 17
ask-in-words = Ju lutemi, na tregoni me pak fjalë çfarë ju duhet.
confirm =
    Këtë e kemi shënuar:
    • { $topic }
    • Vendi: { $place }
    • Thirrja: { $called }
    A është në rregull?
confirm-two =
    Këtë e kemi shënuar:
    • { $first }; { $second }
    • Vendi: { $place }
    • Thirrja: { $called }
    A është në rregull?
confirm-quietly =
    Këtë e kemi shënuar:
    • Vendi: { $place }
    • Thirrja: { $called }
    A është në rregull?
received =
    Faleminderit. Kërkesën tuaj e shënuam.
    Numri i kërkesës: { $case }
    PIN: { $pin }
    Ruajini këta numra. Ju thërrasim deri më { $day }.
    Për të ditur si po shkon, shkruani STATUSI.
    .sms = Faleminderit. Numri i kërkesës: { $case }, PIN: { $pin }. Ruajini këta numra. Ju thërrasim deri më { $day }. Për të ditur si po shkon, shkruani STATUSI.
no-promise = E shënuam kërkesën. Kjo nuk do të thotë se ndihma është miratuar. Ju lajmërojmë për çdo hap.
words-added = Faleminderit. Këtë e shtuam te kërkesa juaj { $case }. Do ta lexojë zyrtari ynë.
which-case =
    Për cilën kërkesë e keni fjalën?
    { $options }
    0 Kërkesë e re
    .sms = Për cilën kërkesë e keni fjalën? { $options } 0 Kërkesë e re
not-understood = Na falni, nuk e kuptuam mesazhin. Shkruani me fjalët tuaja ose shkruani 0 dhe ju thërrasim.
handover = Mesazhin do ta lexojë zyrtari ynë dhe do t'ju përgjigjet.
not-handled = E morëm mesazhin tuaj, por sistemi ynë nuk arriti ta lexojë. Do ta shohë zyrtari ynë. Nëse është urgjente, thirrni 192 ose 112.
picture-refused =
    Fotot dhe mesazhet me zë nuk mund t'i ruajmë këtu.
    Ju lutemi, mos dërgoni kurrë foto të dokumenteve.
    Shkruani me fjalët tuaja ose shkruani 0 dhe ju thërrasim.
    .sms = Fotot dhe zërin nuk mund t'i ruajmë këtu. Ju lutemi, mos dërgoni kurrë foto të dokumenteve. Shkruani me fjalët tuaja ose shkruani 0 dhe ju thërrasim.
numbers-hidden =
    Ju lutemi, mos dërgoni këtu numra personalë, numra të llogarisë ose foto të dokumenteve. Numrin e kemi fshehur.
    Ju lutemi, fshijeni edhe ju nga kjo bisedë.
    Dokumentet i kërkojmë vetëm kur takohemi.
    .sms = Ju lutemi, mos dërgoni këtu numra personalë, numra të llogarisë ose foto të dokumenteve. Numrin e kemi fshehur. Dokumentet i kërkojmë vetëm kur takohemi.
we-call =
    Faleminderit. Ju thërrasim deri më { $day }.
    Nëse ende nuk na e keni dhënë numrin, shkruajeni këtu.
    .sms = Faleminderit. Ju thërrasim deri më { $day }.
away = Faleminderit, mesazhin tuaj e kemi. Sistemi ynë tani punon ngadalë, prandaj përgjigjja do të vonohet. Do t'ju vijë këtu; nuk ka nevojë të shkruani prapë.
    .sms = Mesazhin tuaj e kemi. Përgjigjja do të vonohet. Nuk ka nevojë ta përsërisni.

## Words that always work

help =
    Prag është shërbim falas për ndihmë. Shkruani problemin me fjalët tuaja.
    STATUSI: si po shkon kërkesa juaj. 0: ju thërrasim.
    STOP: pa mesazhe nga ne. GJUHA: gjuhë tjetër.
    ANKESA: diçka nuk është në rregull. TË DHËNAT: çfarë ruajmë.
    Jeni në rrezik? Shkruani URGJENT ose thirrni 192 ose 112. Ambulanca: 194.
    .sms = Prag: shkruani problemin me fjalët tuaja. STATUSI: si po shkon kërkesa. STOP: pa mesazhe. 0: ju thërrasim. Jeni në rrezik? Shkruani URGJENT ose thirrni 192.
stop-done = U krye. Prag nuk do t'ju shkruajë i pari. Kërkesa juaj mbetet e hapur. Nëse doni prapë mesazhe, shkruani FILLO.
stop-invitations-done = U krye. Ftesat i ndalëm. Mesazhet për kërkesën tuaj vazhdojnë. Nëse doni prapë ftesa, shkruani TAKIMI.
start-done = Prag do t'ju shkruajë prapë. Për t'i ndalur mesazhet, shkruani STOP.
data-kept =
    Ruajmë numrin ose bisedën tuaj, gjuhën dhe atë që keni shkruar për kërkesën.
    Këto i sheh vetëm stafi ynë.
    Nëse doni t'i fshijmë, shkruani FSHI.
    .sms = Ruajmë numrin ose bisedën tuaj, gjuhën dhe atë që keni shkruar për kërkesën. Këto i sheh vetëm stafi ynë. Nëse doni t'i fshijmë, shkruani FSHI.
delete-ask =
    Zyrtari ynë ju thërret që të sigurohemi se jeni ju. Pastaj i fshijmë të dhënat tuaja.
    A t'ju thërrasim?
    .sms = Zyrtari ynë ju thërret që të sigurohemi se jeni ju. Pastaj i fshijmë të dhënat tuaja. A t'ju thërrasim? 1 Po 2 Jo
delete-noted =
    Faleminderit. Ju thërrasim deri më { $day } dhe pastaj i fshijmë të dhënat tuaja.
    Nëse ende nuk na e keni dhënë numrin, shkruajeni këtu.
    .sms = Faleminderit. Ju thërrasim deri më { $day } dhe pastaj i fshijmë të dhënat tuaja.
delete-not = Në rregull. Nuk fshijmë asgjë. Gjithçka mbetet siç është.

## Danger

urgent-open =
    Nëse jeni në rrezik tani, thirrni policinë: 192 ose 112.
    Ambulanca: 194.
    A t'ju thërrasim ne tani?
    .sms = Nëse jeni në rrezik tani, thirrni policinë: 192 ose 112. Ambulanca: 194. A t'ju thërrasim ne tani? 1 Po 2 Jo, vetëm mesazhe
urgent-closed =
    Nëse jeni në rrezik tani, thirrni policinë: 192 ose 112.
    Ambulanca: 194.
    Zyra jonë hapet ditëve të punës në orën { $hour }.
    Mesazhi juaj është i pari në radhë.
    .sms = Nëse jeni në rrezik tani, thirrni policinë: 192 ose 112. Ambulanca: 194. Zyra jonë hapet ditëve të punës në orën { $hour }. Mesazhi juaj është i pari në radhë.
urgent-calling =
    Ju thërrasim tani nga numri { $tel }.
    Nëse ende nuk na e keni dhënë numrin, shkruajeni këtu tani.
    Nëse brenda 10 minutave nuk flasim me ju, thirrni 192.
    .sms = Ju thërrasim tani nga numri { $tel }. Nëse brenda 10 minutave nuk flasim me ju, thirrni 192.
urgent-no-call = Në rregull, nuk ju thërrasim. Policia: 192. Shkruani këtu çfarë ju duhet. Mesazhin po e lexon zyrtari ynë.
urgent-away =
    Nëse jeni në rrezik tani, mos na prisni, thirrni policinë: 192 ose 112.
    Ambulanca: 194.
    Mesazhin tuaj e kemi, por tani nuk mund t'ju përgjigjemi.
    .sms = Nëse jeni në rrezik, mos na prisni: thirrni policinë 192 ose 112, ambulancën 194.

## Status

missed-call = Prag, shërbim falas për ndihmë. Na keni thirrur. Nëse doni t'ju thërrasim, shkruani 0. Ose shkruani këtu çfarë ju duhet.
paused = Mesazhet tuaja kanë arritur. Që të mos ju shkruajmë vazhdimisht të njëjtën gjë, përgjigjet ndalen për pak kohë. Nëse jeni në rrezik, thirrni 192 ose 112.
trial = Prag: kjo është vetëm një provë. Nuk keni nevojë të përgjigjeni.
status-need-pin = Për të ditur si po shkon, shkruani STATUSI, numrin e kërkesës dhe PIN-in. Shembull: STATUSI 1234567 1234
status-no-match = Numrat nuk përputhen. Shikojini edhe një herë ose shkruani 0 dhe ju thërrasim.
status-received = Prag, { $case }: e morëm kërkesën. Ju thërrasim deri më { $day }.
status-working = Prag, { $case }: po merremi me kërkesën. Ju lajmërojmë deri më { $day }.
status-referred = Prag, { $case }: kërkesën e dërguam në një zyrë tjetër. Presim përgjigje deri më { $day }.
status-need-you = Prag, { $case }: duhet të flasim me ju. Shkruani 0 dhe ju thërrasim.
status-closed = Prag, { $case }: kërkesa ka përfunduar më { $day }. Nëse diçka nuk është në rregull, shkruani ANKESA.

## News of a request

taken = Prag, { $case }: me kërkesën tuaj tani merret zyrtari ynë. Ju thërrasim deri më { $day }.
reply = Prag: { $words }
closed-ask =
    Prag, { $case }: e kemi përfunduar këtë kërkesë.
    A ju erdhi ndihma?
    .sms = Prag, { $case }: e kemi përfunduar këtë kërkesë. A ju erdhi ndihma? 1 Po 2 Pjesërisht 3 Jo
complaint-closed-ask =
    Prag, { $case }: e kemi përfunduar.
    A jeni të kënaqur me përgjigjen?
    .sms = Prag, { $case }: e kemi përfunduar. A jeni të kënaqur me përgjigjen? 1 Po 2 Pjesërisht 3 Jo
closed-thanks = Faleminderit për përgjigjen. Nëse ju duhet diçka tjetër, na shkruani.
reopened = Faleminderit që na treguat. Kërkesa juaj { $case } është prapë e hapur. Ju thërrasim deri më { $day }.

## Complaints

complaint-open = Na vjen keq. Këtë e lexon vetëm zyrtari për ankesa. Nuk keni nevojë ta tregoni emrin. Çfarë ndodhi?
complaint-received =
    Faleminderit që na treguat. Ndihma për ju nuk ndryshon për shkak të kësaj.
    Numri: { $case }
    PIN: { $pin }
    Ruajini këta numra. Ju përgjigjemi deri më { $day }.
    .sms = Faleminderit që na treguat. Ndihma për ju nuk ndryshon për shkak të kësaj. Numri: { $case }, PIN: { $pin }. Ju përgjigjemi deri më { $day }.

## Meetings with neighbours

events-ask-place = Prag mund t'ju ftojë në takime me fqinjë. Për cilën komunë? Për t'i ndalur ftesat, shkruani STOP FTESA.
events-subscribed = U krye. Do t'ju ftojmë në takime. Komuna: { $place }. Për t'i ndalur ftesat, shkruani STOP FTESA.
event-invite =
    Prag ju fton: { $event }
    { $day }, ora { $hour }
    { $place }
    A do të vini?
    Për t'i ndalur ftesat, shkruani STOP FTESA.
    .sms = Prag ju fton: { $event }, { $day }, ora { $hour }, { $place }. A do të vini? 1 Po 2 Jo 3 Ndoshta
event-yes =
    { $people ->
        [one] Faleminderit. E shënuam: vjen { $people } person.
       *[other] Faleminderit. E shënuam: vijnë { $people } veta.
    } Nëse ndryshon diçka, shkruani 0 dhe ju thërrasim.
event-no = Faleminderit që na treguat. Shihemi herën tjetër.
event-maybe = Faleminderit. Kur ta dini, shkruani 1 nëse vini, 2 nëse nuk vini.
event-full = Na vjen keq, vendet e lira nuk mjaftojnë për aq veta. Për takim tjetër shkruani TAKIMI ose shkruani 0 dhe ju thërrasim.
event-over = Ky takim ka kaluar ose nuk mbahet. Për takime të tjera shkruani TAKIMI.

## Buttons

button-yes = Po
button-no = Jo
button-maybe = Ndoshta
button-partly = Pjesërisht
button-agree = Po, pajtohem
button-only-messages = Jo, vetëm mesazhe
button-call-me = Më thirrni
button-send = Po, dërgojeni
button-change = Dua ta ndryshoj
button-both = Të dyja
button-only = Vetëm: { $topic }
button-one = Jo, mjafton një
button-new = Kërkesë e re
button-topic = { $topic }
button-place = { $place }
button-verbatim = { $words }

## Days

weekday-1 = e hënë
weekday-2 = e martë
weekday-3 = e mërkurë
weekday-4 = e enjte
weekday-5 = e premte
weekday-6 = e shtunë
weekday-7 = e diel
