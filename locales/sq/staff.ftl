# Çfarë lexojnë kolegët, vetëm në Telegram.

## Joining and help

staff-welcome =
    Mirë se erdhët në Prag. Roli juaj: { $role }.
    Shkruani /help për të parë çfarë mund të bëni.
staff-link-invalid = Kjo lidhje është përdorur ose është e vjetër. Ju lutemi, kërkoni një të re.
staff-help =
    Çfarë mund të shkruani këtu:
    /queue: çfarë pret dhe cilat raste i keni ju
    /case NUMRI: lexoni një rast
    /take NUMRI: merreni një rast
    /reply NUMRI fjalët: përgjigjuni personit
    /call NUMRI: shihni numrin e telefonit
    /refer NUMRI: rastin tani e ka një zyrë tjetër
    /needyou NUMRI: së pari duhet të flasim me personin
    /close NUMRI: mbyllni një rast
    /unlock NUMRI: lejoni prapë pyetjet me numër dhe PIN
    /announce: ftoni njerëz në takim
    /events: përgjigjet për takimet tuaja
    /help: kjo listë

    Telefonin e personit mund ta lexojnë edhe të tjerët. Ju lutemi, mos përmendni në përgjigje sëmundje, probleme ose njerëz të tjerë.
staff-unknown-order = Këtë komandë nuk e njohim. Për listën shkruani /help
staff-not-allowed = Kjo komandë nuk i takon rolit tuaj. Ju lutemi, pyetni koordinatorin.
role-caseworker = zyrtar i rastit
role-coordinator = koordinator
role-leader = organizator i takimeve
role-complaints = zyrtar për ankesa

## Referrals and cases

staff-offer = Prag: ju pret një kërkesë, { $case }. Kemi premtuar thirrje deri më { $day }.
staff-alarm =
    Prag: dikush mund të jetë në rrezik, { $case }.
    Ju lutemi, hapeni menjëherë. Nëse askush nuk mund të veprojë, thirrni 192.
button-take = E marr
button-open = E hap
button-decline = Nuk mundem
staff-taken = Rasti { $case } tani është i juaji. Për ta lexuar: /case { $case }
staff-offer-gone = { $case }: një koleg ishte më i shpejtë ose oferta ka kaluar. Faleminderit.
staff-declined = Faleminderit. Rasti { $case } u ofrohet kolegëve të tjerë.
staff-case =
    { $case } · { $topic }
    Urgjenca: { $urgency }
    Hapi: { $step }
    E premtuar deri më: { $day }
    Vendi: { $place }
    Thirrja: { $called }

    { $history }
staff-no-case = Nuk ka rast të tillë ose ai nuk është i hapur për ju.
staff-number =
    { $case }: { $number }
    Ju lutemi, përdoreni numrin vetëm për këtë rast. Shikimi i tij shënohet në historik.
staff-no-number = { $case }: ky person shkruan nga Telegrami, që nuk na e tregon numrin. Nëse e ka shkruar vetë, e gjeni te rasti: /case { $case }
staff-queue =
    { $count ->
        [one] Pret { $count } rast:
       *[other] Presin { $count } raste:
    }
    { $lines }
staff-queue-line = { $case } · { $urgency } · { $day } · { $step } · { $topic }
staff-queue-empty = Nuk pret asnjë rast. Faleminderit.
staff-replied = { $case }: përgjigjja juaj u nis.
staff-reply-stopped = { $case }: ky person nuk dëshiron mesazhe nga ne. Nuk u dërgua asgjë; ju lutemi, thirreni: /call { $case }
staff-closed = Rasti { $case } u mbyll. Faleminderit.
staff-not-yours = Rasti { $case } nuk është i juaji. Ju lutemi, së pari merreni ose pyetni koordinatorin.
staff-step = { $case }: { $step }. Lajmi tjetër për personin deri më { $day }.
staff-unlocked = Për rastin { $case } mund të pyetet prapë me PIN.
staff-new-words = Prag: personi shkroi prapë, { $case }. Për ta lexuar: /case { $case }
staff-call-wanted = Prag: personi kërkon që ta thërrasim, { $case }. Numri: /call { $case }
staff-no-call = Prag: ju lutemi, mos telefononi për { $case }. Personi do vetëm mesazhe: /reply { $case } fjalët
staff-delete-wanted = Prag: dikush kërkon t'i fshihen të dhënat, { $case }. Ju lutemi, thirreni, sigurohuni se është i njëjti person dhe vetëm atëherë fshijini.
staff-case-locked = Prag: për rastin { $case } u pyet me PIN të gabuar. Tani nuk u përgjigjemi më telefonave të panjohur. Ju lutemi, thirreni personin.
staff-undelivered = Prag: një mesazh për rastin { $case } nuk arriti te personi. Ju lutemi, thirreni.
staff-set-aside = Prag: diçka nuk u përpunua dot dhe pret një njeri, numri { $number }. Ju lutemi, njoftoni personin që kujdeset për serverin: prag inbox aside
staff-unreached = Prag: një mesazh për një person pa kërkesë të hapur nuk arriti. Nëse dikush thotë se nuk ka marrë përgjigje nga ne, ju lutemi besojini dhe ndihmojeni menjëherë.
staff-colleague-missed = Prag: një mesazh për rastin { $case } nuk arriti te një koleg ({ $role }). Ju lutemi, kujdesuni për rastin: /case { $case }
staff-colleague-unreached = Prag: një mesazh për një koleg ({ $role }) nuk arriti. Ju lutemi, pyeteni a i punon Telegrami dhe shikoni /queue
staff-confirmed = Prag: { $case }, personi thotë se ndihma arriti.
staff-reopened = Prag: { $case }, ndihma nuk arriti ose arriti vetëm pjesërisht. Rasti është prapë i hapur. Ju lutemi, thirreni personin.
staff-alarm-raised =
    Prag, sistemi: { $what }.
    Ju lutemi, njoftoni personin që kujdeset për sistemin.
staff-alarm-cleared = Prag, sistemi: tani është prapë në rregull. Ishte kjo: { $what }.
staff-alarm-silence = prej një kohe të gjatë nuk ka ardhur asgjë përmes linjës "{ $line }"
staff-alarm-unhandled = mesazhet po vijnë, por nuk po përpunohen
staff-alarm-unsent = mesazhet tona nuk po dalin përmes linjës "{ $line }"
staff-alarm-unpolled = Telegrami nuk po na i jep mesazhet që shkruajnë njerëzit
staff-alarm-webhook = Telegrami nuk mund të na i dorëzojë mesazhet që shkruajnë njerëzit
staff-alarm-aside = disa mesazhe nuk mundëm t'i përpunojmë dhe presin që t'i shikojë dikush
staff-alarm-fallen = një pjesë e programit u ndal dhe u nis prapë ("{ $part }")
urgency-now = menjëherë
urgency-urgent = urgjente
urgency-normal = e zakonshme
urgency-plan = mund të planifikohet
step-received = u pranua
step-working = po merremi me të
step-referred = te një zyrë tjetër
step-need-you = duhet të flasim me personin
step-closed = u mbyll

## Meetings

event-ask-kind = Çfarë takimi është?
event-kind-dialogue = Dialog me fqinjë
event-kind-visit = Vizitë "Shko dhe shih"
event-kind-information = Takim informues
event-kind-training = Trajnim
event-ask-municipality = Për cilën komunë?
event-ask-venue = Ku saktësisht? Më së shumti 30 shkronja. Shembull: Shtëpia e Kulturës
event-ask-when = Në cilën ditë dhe në çfarë ore? Shembull: 14.3. 11:00
event-ask-when-again = Këtë nuk mundëm ta lexojmë ose dita ka kaluar. Ju lutemi, shkruajeni kështu: 14.3. 11:00
event-ask-seats = Sa vende ka? Ju lutemi, shkruani një numër.
event-ask-albanian = Ftesa në shqip, më së shumti 40 shkronja. Shembull: takim me fqinjë
event-ask-serbian = Ftesa në serbisht, më së shumti 40 shkronja, me cilindo alfabet. Shembull: susret sa komšijama
event-ask-english = Ftesa në anglisht, më së shumti 40 shkronja. Nëse nuk ka, shkruani vizë: -
event-too-long =
    { $count ->
        [one] Kjo është shumë e gjatë për ftesë. Ju lutemi, më së shumti { $count } shkronjë.
       *[other] Kjo është shumë e gjatë për ftesë. Ju lutemi, më së shumti { $count } shkronja.
    }
event-summary =
    { $kind }
    Komuna: { $municipality }
    Vendi: { $place }
    Koha: { $day }, ora { $hour }
    Vende: { $seats }
    Shqip: { $albanian }
    Serbisht: { $serbian }
    Anglisht: { $english }
event-submitted = Faleminderit. Tani e shikon edhe një person tjetër; pastaj dërgohen ftesat.
event-approval-asked =
    Prag: një koleg kërkon që ta miratoni këtë takim.

    { $summary }
button-approve = Miratoj
button-refuse = Nuk miratoj
event-approved = Takimi u miratua. Ftesat po dërgohen.
event-refused = Takimi nuk u miratua. Nuk u dërgua asgjë.
event-not-your-own = Takimin tuaj nuk mund ta miratoni vetë. Duhet ta bëjë dikush tjetër.
event-decided = Për këtë takim është vendosur tashmë.
event-count =
    { $event }, { $day }
    Të ftuar: { $invited }
    Po: { $yes }
    Veta që vijnë: { $people } (vende: { $seats })
    Ndoshta: { $maybe }
    Jo: { $no }
staff-event-words = Prag: dikush iu përgjigj ftesës për takimin më { $day } me këto fjalë: { $words }
event-none = Nuk keni asnjë takim të planifikuar. Për të ftuar njerëz: /announce
