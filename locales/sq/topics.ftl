# Temat: si quhet secila dhe pyetja e saj.

## Documents

topic-doc = Dokumente
topic-doc-birth = Regjistrim i lindjes ose certifikatë e lindjes
ask-doc-birth = Ku ka lindur personi? 1 në spital 2 në shtëpi 3 diku tjetër. Në cilin qytet?
topic-doc-id = Letërnjoftim ose pasaportë
ask-doc-id = Cila prej këtyre? 1 për herë të parë 2 ka humbur 3 ka skaduar 4 e kanë refuzuar
topic-doc-marriage-death = Certifikatë e martesës, e shkurorëzimit ose e vdekjes
ask-doc-marriage-death = Cili dokument dhe i cilit vit?
topic-doc-residence = Regjistrim i vendbanimit
ask-doc-residence = Cila adresë? Shtëpia juaj, me qira apo te të afërmit?
topic-doc-citizenship = Dokumente për shtetësi
ask-doc-citizenship = Ku keni lindur dhe cilat dokumente i keni tani?
topic-doc-displaced-card = Legjitimacion (i ri ose vazhdim)
ask-doc-displaced-card = Në cilin qytet jetoni tani?
topic-doc-property-paper = Fletë poseduese, certifikatë e pronësisë
ask-doc-property-paper = Në cilin fshat është prona dhe në emër të kujt?
topic-doc-school-work = Diplomë, librezë e punës, dokumente për pension
ask-doc-school-work = Cili dokument dhe për çfarë ju duhet?
topic-doc-other = Dokument tjetër
ask-doc-other = Cili dokument dhe për çfarë ju duhet?

## Property

topic-prop = Pronë
topic-prop-occupied = Dikush e përdor pronën
ask-prop-occupied = A keni fletë poseduese? 1 po 2 jo 3 nuk e di
topic-prop-claim = Kërkesë për pronë ose vendim që nuk zbatohet
ask-prop-claim = A keni numër të kërkesës për pronën? 1 po 2 jo
topic-prop-inheritance = Trashëgimi, bartje e pronës
ask-prop-inheritance = A ka vdekur pronari? Në cilin vit? Kush trashëgon?
topic-prop-informal-sale = Blerje ose shitje pa dokumente (para vitit 1999)
ask-prop-informal-sale = Në cilin fshat dhe në cilin vit?
topic-prop-damage = Dëmtim, vjedhje, të mbjella të djegura ose të prera
ask-prop-damage = Kur ndodhi? A e keni thirrur policinë?
topic-prop-eviction = Dëbim nga shtëpia ose banesa
ask-prop-eviction = Deri në cilën datë? A keni diçka me shkrim?

## Legal help

topic-legal = Ndihmë juridike
topic-legal-advice = Këshillë juridike
ask-legal-advice = Për çfarë bëhet fjalë? Shkruani shkurt.
topic-legal-court = Lëndë në gjykatë, letër nga gjykata
ask-legal-court = A ka ndonjë datë në letër? Cila?
topic-legal-family = Kujdestari, alimentacion, shkurorëzim
ask-legal-family = A ka fëmijë në këtë çështje? 1 po 2 jo
topic-legal-labour = Të drejta nga puna e mëparshme, paga të papaguara
ask-legal-labour = Cila firmë dhe cilat vite?
topic-legal-detained = Dikush është arrestuar ose kërkohet nga policia
ask-legal-detained = Ku është personi tani?

## House and housing

topic-house = Shtëpi dhe banim
topic-house-minor-repair = Riparim i vogël (kulm, dritare, shporet)
ask-house-minor-repair = Çfarë është prishur? A është dikush në rrezik në shtëpi tani? 1 po 2 jo
topic-house-rebuild = Rindërtim ose ndërtim i shtëpisë
ask-house-rebuild = A keni fletë poseduese? 1 po 2 jo. Ku jetoni tani?
topic-house-material = Material ndërtimor
ask-house-material = Për çfarë? (kulm, dysheme, banjo)
topic-house-prefab = Shtëpi montazhe
ask-house-prefab = A keni tokë në emrin tuaj? 1 po 2 jo
topic-house-apartment = Banesë, banim social
ask-house-apartment = Ku flini tani? Sa veta jeni?
ask-house-apartment-besides = Ku flini tani?
topic-house-centre = Dalje nga qendra kolektive
ask-house-centre = Në cilën qendër jeni? Sa veta jeni?
ask-house-centre-besides = Në cilën qendër jeni?
topic-house-shelter-now = Strehim për sonte
ask-house-shelter-now = Sa veta jeni, a ka fëmijë të vegjël? Ku jeni tani?
ask-house-shelter-now-besides = A ka mes jush fëmijë të vegjël? Ku jeni tani?
topic-house-fire-flood = Zjarr, vërshim, shtëpi e dëmtuar
ask-house-fire-flood = A jeni të gjithë jashtë rrezikut? Zjarrfikësit: 193
topic-house-connect = Rrymë ose ujë në shtëpi
ask-house-connect = Çfarë ju mungon? Që kur?
topic-house-winter = Dru, shporet, dimër
ask-house-winter = Sa veta jeni? A ka fëmijë të vegjël ose njerëz të sëmurë?
ask-house-winter-besides = A ka mes jush fëmijë të vegjël ose njerëz të sëmurë?

## Work and income

topic-work = Punë dhe të ardhura
topic-work-ig-grant = Grant për të ardhura
ask-work-ig-grant = Çfarë do të bënit me grantin? (një fjali)
topic-work-business = Biznes i vogël
ask-work-business = Biznes i ri apo e keni tashmë? Çfarë pune?
topic-work-joint = Biznes i përbashkët me fqinjë
ask-work-joint = Sa familje? Çfarë pune?
topic-work-machine = Makineri bujqësore
ask-work-machine = Cila makineri ju duhet? Sa tokë keni?
topic-work-animals-seed = Bagëti, farë, serë
ask-work-animals-seed = Çfarë saktësisht? A keni stallë ose tokë?
topic-work-training = Aftësim profesional
ask-work-training = Cilin zanat doni? Sa vjeç jeni?
topic-work-money-skills = Kurs për financa dhe biznes
ask-work-money-skills = Cilin kurs doni?
topic-work-life-skills = Kurs: lexim, kompjuter, gatim, gjuhë
ask-work-life-skills = Cilin kurs doni? A ju duhet ndihmë për të ardhur?
topic-work-job = Ndihmë për të gjetur punë
ask-work-job = Çfarë pune dini të bëni?
topic-work-market = Shitje e prodhimeve, treg
ask-work-market = Çfarë shitni? Ku shitni tani?
topic-work-abroad = Punë e ligjshme jashtë vendit
ask-work-abroad = Në cilin shtet?

## Health

topic-health = Shëndet
topic-health-emergency = Emergjencë mjekësore
topic-health-doctor = Mjek, mjekësi familjare
ask-health-doctor = Për kë? A mund të udhëtojë? 1 po 2 jo
topic-health-medicine = Barna
ask-health-medicine = A ju kanë mbetur? Për sa ditë?
topic-health-specialist = Spital, specialist, operacion
ask-health-specialist = A keni termin? Në cilën datë?
topic-health-mental = Mërzi, frikë, pagjumësi, nerva
ask-health-mental = A t'ju thërrasim sot? 1 po 2 jo
topic-health-aids = Karrocë, syze, aparat dëgjimi
ask-health-aids = Çfarë ju duhet dhe për kë?
topic-health-mother-child = Shtatzëni, foshnjë, vaksinim
ask-health-mother-child = Për të rritur apo për fëmijë? Sa urgjente është?
topic-health-refused = Refuzim i shërbimit shëndetësor, pagesë e gabuar
ask-health-refused = Ku dhe kur?

## School and learning

topic-edu = Shkollë dhe mësim
topic-edu-enrol = Regjistrim në shkollë, çerdhe ose kopsht
ask-edu-enrol = Sa vjeç është fëmija dhe në cilën shkollë?
topic-edu-transport = Transport për në shkollë
ask-edu-transport = Sa fëmijë janë dhe sa larg është shkolla?
topic-edu-supplies = Libra, veshje, bursë
ask-edu-supplies = Sa fëmijë dhe në cilën klasë?
topic-edu-diploma = Njohje e diplomës (nostrifikim)
ask-edu-diploma = Cila shkollë, cili shtet, cili vit?
topic-edu-support = Ndihmë shtesë në mësim
ask-edu-support = Sa vjeç është fëmija dhe çfarë ndihme i duhet?
topic-edu-problem = Problem në shkollë
ask-edu-problem = A është fëmija jashtë rrezikut sot? 1 po 2 jo

## Social help

topic-social = Ndihmë sociale
topic-social-assistance = Ndihmë sociale
ask-social-assistance = Sa veta jeni në familje? A punon dikush?
ask-social-assistance-besides = A punon dikush në familje?
topic-social-pension = Pension
ask-social-pension = Cili pension? (i moshës, invalidor, i punës, familjar)
topic-social-disability = Përkrahje për persona me aftësi të kufizuara
ask-social-disability = Për të rritur apo për fëmijë?
topic-social-food-hygiene = Pako ushqimore dhe higjienike
ask-social-food-hygiene = Sa veta jeni? A keni ushqim për sot?
ask-social-food-hygiene-besides = A keni ushqim për sot?
topic-social-home-care = Ndihmë dhe kujdes në shtëpi
ask-social-home-care = A jeton vetëm ky person? 1 po 2 jo
topic-social-child = Shqetësim për një fëmijë
ask-social-child = A t'ju thërrasim tani? 1 po 2 jo

## Return and visits

topic-ret = Kthim dhe vizita
topic-ret-info = Informata për kthimin
ask-ret-info = Cili fshat? Ku jetoni tani?
topic-ret-see = Vizitë "Shko dhe shih"
ask-ret-see = Sa veta do të vinit? A i duhet dikujt ndihmë për të ecur?
topic-ret-inform = Takim informues për kthimin
ask-ret-inform = Në cilin qytet?
topic-ret-apply = Kërkesë për kthim
ask-ret-apply = Në cilin fshat? A keni fletë poseduese? 1 po 2 jo
topic-ret-transport = Transport i njerëzve dhe i gjërave
ask-ret-transport = Nga ku deri ku dhe kur?
topic-ret-package = Pako ndihme pas kthimit
ask-ret-package = Kur jeni kthyer? Sa veta jeni?
ask-ret-package-besides = Kur jeni kthyer?
topic-ret-repatriated = Kthim nga një shtet tjetër
ask-ret-repatriated = Nga cili shtet dhe kur keni ardhur?
topic-ret-problem-after = Problem pas kthimit
ask-ret-problem-after = Cili është problemi më i madh tani?

## Village and community

topic-comm = Fshat dhe lagje
topic-comm-road = Rrugë
ask-comm-road = Cila rrugë? Sa familje e përdorin?
topic-comm-water = Ujësjellës
ask-comm-water = Sa familje janë pa ujë?
topic-comm-sewage = Kanalizim
ask-comm-sewage = Cila rrugë ose lagje?
topic-comm-power-light = Rrymë, ndriçim publik
ask-comm-power-light = Cila rrugë? Që kur?
topic-comm-school = Ndërtesë e shkollës
ask-comm-school = Cila shkollë? Çfarë duhet?
topic-comm-health = Ambulantë, qendër shëndetësore
ask-comm-health = Në cilin fshat?
topic-comm-sport = Fushë sportive, sallë
ask-comm-sport = Në cilin vend? Për kë?
topic-comm-park = Park, kënd lojërash, hapësirë publike
ask-comm-park = Në cilin vend?
topic-comm-bus = Linjë autobusi
ask-comm-bus = Nga ku deri ku? Sa veta?
topic-comm-dialogue = Takim me fqinjë, dialog
ask-comm-dialogue = Për çfarë? Ku?
topic-comm-other = Nevojë tjetër e fshatit
ask-comm-other = Çfarë duhet?

## Rights

topic-right = Të drejta
topic-right-language = Gjuha ose alfabeti nuk respektohet
ask-right-language = Cila zyrë dhe kur?
topic-right-jobs-share = Punësim i drejtë në institucione publike
ask-right-jobs-share = Cila zyrë ose firmë? Cili vend pune?
topic-right-discrimination = Trajtim i pabarabartë
ask-right-discrimination = Ku dhe kur?
topic-right-office-refused = Zyra refuzon ose nuk përgjigjet
ask-right-office-refused = Cila zyrë dhe që kur?
topic-right-take-part = Pjesëmarrje në vendime
ask-right-take-part = Për cilin vendim?

## Safety

topic-safe = Siguri
topic-safe-now = Në rrezik tani
topic-safe-threat = Kërcënim, gjuajtje me gurë, fyerje
topic-safe-home-violence = Dhunë në familje
topic-safe-sexual = Dhunë seksuale
topic-safe-trafficking = Punë e detyruar, trafikim
topic-safe-missing = Anëtar i familjes i zhdukur
topic-safe-movement = Frikë për të lëvizur, rrugë e bllokuar
topic-safe-explosive = Minë ose granatë

## Feedback and complaints

topic-feed = Mendime dhe ankesa
topic-feed-thanks = Falënderim ose ide
topic-feed-service = Ankesë për shërbimin
ask-feed-service = Çfarë ndodhi?
topic-feed-staff = Ankesë për dikë që punon te ne ose te partnerët tanë
ask-feed-staff = Çfarë ndodhi? Nuk keni nevojë ta tregoni emrin.
topic-feed-money = Dikush kërkon para ose favore
ask-feed-money = Çfarë ndodhi? Nuk keni nevojë ta tregoni emrin.
topic-feed-sea = Shfrytëzim ose abuzim seksual nga dikush që punon te ne ose te partnerët tanë
ask-feed-sea = A mund të flisni lirisht? 1 po 2 jo
topic-feed-appeal = Mospajtim me një vendim
ask-feed-appeal = Cili vendim dhe i cilës datë?
topic-feed-data = Shikim, ndreqje ose fshirje e të dhënave
ask-feed-data = Çfarë doni? 1 t'i shihni 2 t'i ndreqim 3 t'i fshijmë
topic-feed-rumour = A është e vërtetë?
ask-feed-rumour = Çfarë keni dëgjuar?

## Other

topic-other = Tjetër
topic-other-talk = Bisedë me zyrtarin tonë
topic-other-unclear = Ende e paqartë
