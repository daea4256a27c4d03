# Теме: како се која зове и које питање поставља.

## Documents

topic-doc = Папири и документи
topic-doc-birth = Упис рођења или извод рођених
ask-doc-birth = Где је било рођење? 1 у болници 2 код куће 3 другде. У ком месту?
topic-doc-id = Лична карта или пасош
ask-doc-id = Шта од овога? 1 први пут 2 изгубљено 3 истекло 4 одбијено
topic-doc-marriage-death = Извод венчаних, развод или извод умрлих
ask-doc-marriage-death = Који папир и из које године?
topic-doc-residence = Пријава пребивалишта
ask-doc-residence = На којој адреси? Своја кућа, кирија или код родбине?
topic-doc-citizenship = Папири за држављанство
ask-doc-citizenship = Где сте рођени и које папире сада имате?
topic-doc-displaced-card = Легитимација (нова или продужење)
ask-doc-displaced-card = У ком месту сада живите?
topic-doc-property-paper = Поседовни или власнички лист
ask-doc-property-paper = У ком селу је имовина и на чије име се води?
topic-doc-school-work = Диплома, радна књижица, папири за пензију
ask-doc-school-work = Који папир и за шта Вам треба?
topic-doc-other = Други документ
ask-doc-other = Који папир и за шта Вам треба?

## Property

topic-prop = Имовина
topic-prop-occupied = Неко користи имовину
ask-prop-occupied = Имате ли поседовни лист? 1 да 2 не 3 не знам
topic-prop-claim = Имовински захтев или неспроведена одлука
ask-prop-claim = Имате ли број предмета са тог папира? 1 да 2 не
topic-prop-inheritance = Наследство, пренос имовине
ask-prop-inheritance = Да ли је власник преминуо? Које године? Ко наслеђује?
topic-prop-informal-sale = Куповина или продаја без папира (пре 1999. године)
ask-prop-informal-sale = Које село и која година?
topic-prop-damage = Штета, крађа, уништени усеви
ask-prop-damage = Када се десило? Да ли је неко звао полицију?
topic-prop-eviction = Исељење из куће или стана
ask-prop-eviction = До ког датума? Имате ли папир о томе?

## Legal help

topic-legal = Правна помоћ
topic-legal-advice = Правни савет
ask-legal-advice = О чему се ради, укратко?
topic-legal-court = Суд, писмо из суда
ask-legal-court = Има ли датум у писму? Који?
topic-legal-family = Старатељство, алиментација, развод
ask-legal-family = Да ли се то тиче и деце? 1 да 2 не
topic-legal-labour = Права из ранијег посла, неисплаћене плате
ask-legal-labour = Која фирма и које године?
topic-legal-detained = Неко је ухапшен или га траже
ask-legal-detained = Где је та особа сада?

## House and housing

topic-house = Кућа и становање
topic-house-minor-repair = Мања поправка (кров, прозори, пећ)
ask-house-minor-repair = Шта треба поправити? Да ли је сада неко у кући у опасности? 1 да 2 не
topic-house-rebuild = Обнова или изградња куће
ask-house-rebuild = Имате ли поседовни лист? 1 да 2 не. Где сада живите?
topic-house-material = Грађевински материјал
ask-house-material = За шта? (кров, под, купатило)
topic-house-prefab = Монтажна кућа
ask-house-prefab = Имате ли плац на своје име? 1 да 2 не
topic-house-apartment = Стан, социјално становање
ask-house-apartment = Где сада спавате? Колико вас је?
ask-house-apartment-besides = Где сада спавате?
topic-house-centre = Излазак из колективног центра
ask-house-centre = Који центар? Колико вас је?
ask-house-centre-besides = У ком центру сте?
topic-house-shelter-now = Смештај за ноћас
ask-house-shelter-now = Колико вас је, има ли мале деце? Где сте сада?
ask-house-shelter-now-besides = Има ли међу вама мале деце? Где сте сада?
topic-house-fire-flood = Пожар, поплава, оштећена кућа
ask-house-fire-flood = Јесу ли сви на сигурном? Зовите ватрогасце: 193
topic-house-connect = Струја или вода у кући
ask-house-connect = Чега нема, струје или воде? Од када?
topic-house-winter = Огрев, пећ, зима
ask-house-winter = Колико вас је? Има ли мале деце или болесних?
ask-house-winter-besides = Има ли међу вама мале деце или болесних?

## Work and income

topic-work = Посао и приход
topic-work-ig-grant = Грант за покретање посла
ask-work-ig-grant = Шта бисте радили са грантом? (једна реченица)
topic-work-business = Мали бизнис
ask-work-business = Нов посао или већ постоји? Који посао?
topic-work-joint = Заједнички бизнис са комшијама
ask-work-joint = Колико породица? Који посао?
topic-work-machine = Пољопривредна машина
ask-work-machine = Која машина? Колико земље имате?
topic-work-animals-seed = Стока, семе, пластеник
ask-work-animals-seed = Шта тачно? Имате ли шталу или земљу?
topic-work-training = Стручна обука
ask-work-training = Који занат? Колико имате година?
topic-work-money-skills = Курс о новцу и пословању
ask-work-money-skills = Који курс?
topic-work-life-skills = Курс: читање, компјутер, кување, језик
ask-work-life-skills = Који курс? Треба ли Вам помоћ да дођете?
topic-work-job = Помоћ око тражења посла
ask-work-job = Који посао знате да радите?
topic-work-market = Продаја производа, пијаца
ask-work-market = Шта продајете? Где сада продајете?
topic-work-abroad = Легалан рад у иностранству
ask-work-abroad = Која држава?

## Health

topic-health = Здравље
topic-health-emergency = Хитан медицински случај
topic-health-doctor = Лекар, породична медицина
ask-health-doctor = За кога? Може ли та особа да путује? 1 да 2 не
topic-health-medicine = Лекови
ask-health-medicine = Имате ли још? За колико дана?
topic-health-specialist = Болница, специјалиста, операција
ask-health-specialist = Да ли је већ заказано? За који датум?
topic-health-mental = Туга, страх, несаница, нерви
ask-health-mental = Смемо ли да Вас позовемо данас? 1 да 2 не
topic-health-aids = Колица, наочаре, слушни апарат
ask-health-aids = Шта треба и за кога?
topic-health-mother-child = Трудноћа, беба, вакцине
ask-health-mother-child = За одраслу особу или за дете? Колико је хитно?
topic-health-refused = Одбијено лечење или погрешна наплата
ask-health-refused = Где и када?

## School and learning

topic-edu = Школа и учење
topic-edu-enrol = Упис у школу или вртић
ask-edu-enrol = Колико година има дете и о којој школи се ради?
topic-edu-transport = Превоз до школе
ask-edu-transport = Колико деце? Колико је школа далеко?
topic-edu-supplies = Књиге, одећа, стипендија
ask-edu-supplies = Колико деце? Који разред?
topic-edu-diploma = Признавање дипломе
ask-edu-diploma = Која школа, у ком месту и које године?
topic-edu-support = Додатна помоћ у учењу
ask-edu-support = Колико година има дете? Каква помоћ му треба?
topic-edu-problem = Проблем у школи
ask-edu-problem = Да ли је дете данас безбедно? 1 да 2 не

## Social help

topic-social = Социјална помоћ
topic-social-assistance = Социјална помоћ
ask-social-assistance = Колико чланова има породица? Да ли неко ради?
ask-social-assistance-besides = Да ли неко у породици ради?
topic-social-pension = Пензија
ask-social-pension = Која пензија? (старосна, инвалидска, по радном стажу, породична)
topic-social-disability = Подршка особи са инвалидитетом
ask-social-disability = За одраслу особу или за дете?
topic-social-food-hygiene = Пакет хране и хигијене
ask-social-food-hygiene = Колико вас је? Имате ли хране за данас?
ask-social-food-hygiene-besides = Имате ли хране за данас?
topic-social-home-care = Помоћ и нега у кући
ask-social-home-care = Да ли та особа живи сама? 1 да 2 не
topic-social-child = Забринутост за дете
ask-social-child = Смемо ли да Вас позовемо сада? 1 да 2 не

## Return and visits

topic-ret = Повратак и посете
topic-ret-info = Информације о повратку
ask-ret-info = Које село? Где сада живите?
topic-ret-see = Посета "Иди и види"
ask-ret-see = Колико би вас дошло? Треба ли некоме помоћ при ходу?
topic-ret-inform = Састанак о повратку
ask-ret-inform = Које место?
topic-ret-apply = Захтев за повратак
ask-ret-apply = Које село? Имате ли поседовни лист? 1 да 2 не
topic-ret-transport = Превоз људи и ствари
ask-ret-transport = Одакле, докле и када?
topic-ret-package = Пакет помоћи после повратка
ask-ret-package = Када сте се вратили? Колико вас је?
ask-ret-package-besides = Када сте се вратили?
topic-ret-repatriated = Враћање из иностранства
ask-ret-repatriated = Из које земље и када сте стигли?
topic-ret-problem-after = Проблем после повратка
ask-ret-problem-after = Шта је сада највећи проблем?

## Village and community

topic-comm = Село и насеље
topic-comm-road = Пут
ask-comm-road = Који пут? Колико породица га користи?
topic-comm-water = Водовод
ask-comm-water = Колико породица нема воду?
topic-comm-sewage = Канализација
ask-comm-sewage = Која улица или део насеља?
topic-comm-power-light = Струја, расвета
ask-comm-power-light = Која улица? Од када?
topic-comm-school = Школска зграда
ask-comm-school = Која школа? Шта треба?
topic-comm-health = Амбуланта, дом здравља
ask-comm-health = Које село?
topic-comm-sport = Спортски терен, сала
ask-comm-sport = Које место? За кога?
topic-comm-park = Парк, игралиште
ask-comm-park = Које место?
topic-comm-bus = Аутобуска линија
ask-comm-bus = Одакле, докле и за колико људи?
topic-comm-dialogue = Сусрет са комшијама, дијалог
ask-comm-dialogue = О чему? Где?
topic-comm-other = Нешто друго за село
ask-comm-other = Шта треба?

## Rights

topic-right = Права
topic-right-language = Непоштовање језика или писма
ask-right-language = Која установа и када?
topic-right-jobs-share = Правична заступљеност у јавним службама
ask-right-jobs-share = Која установа или фирма? Које радно место?
topic-right-discrimination = Неједнако поступање
ask-right-discrimination = Где и када?
topic-right-office-refused = Установа је одбила или не одговара
ask-right-office-refused = Која установа? Од када?
topic-right-take-part = Учешће у одлукама
ask-right-take-part = О којој одлуци?

## Safety

topic-safe = Безбедност
topic-safe-now = Сада у опасности
topic-safe-threat = Претње, камење, вређање
topic-safe-home-violence = Насиље у породици
topic-safe-sexual = Сексуално насиље
topic-safe-trafficking = Принудни рад, трговина људима
topic-safe-missing = Нестали члан породице
topic-safe-movement = Страх од кретања, блокиран пут
topic-safe-explosive = Пронађена мина или граната

## Feedback and complaints

topic-feed = Мишљења и жалбе
topic-feed-thanks = Похвала или предлог
topic-feed-service = Жалба на услугу
ask-feed-service = Шта се десило?
topic-feed-staff = Жалба на особу која ради за нас
ask-feed-staff = Шта се десило? Ваше име није потребно
topic-feed-money = Неко је тражио новац или услугу
ask-feed-money = Шта се десило? Ваше име није потребно
topic-feed-sea = Сексуално искоришћавање или злостављање од стране особља
ask-feed-sea = Можете ли слободно да говорите? 1 да 2 не
topic-feed-appeal = Неслагање са одлуком
ask-feed-appeal = Која одлука и од ког датума?
topic-feed-data = Увид, исправка или брисање података
ask-feed-data = Шта желите? 1 да видим 2 да исправим 3 да обришем
topic-feed-rumour = Да ли је то истина?
ask-feed-rumour = Шта сте чули?

## Other

topic-other = Друго
topic-other-talk = Разговор са службеником
topic-other-unclear = Још није јасно
