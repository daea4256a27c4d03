# Topics: what each is called, and the one question it is asked.

## Documents

topic-doc = Documents
topic-doc-birth = Birth registration or certificate
ask-doc-birth = Where was the birth? 1 in hospital 2 at home 3 elsewhere. In which town?
topic-doc-id = Identity card or passport
ask-doc-id = Which of these? 1 first time 2 lost 3 expired 4 refused
topic-doc-marriage-death = Marriage, divorce or death certificate
ask-doc-marriage-death = Which paper, and from which year?
topic-doc-residence = Residence (address) registration
ask-doc-residence = Which address? Own house, rent or relatives?
topic-doc-citizenship = Citizenship papers
ask-doc-citizenship = Born where, and which papers do you have now?
topic-doc-displaced-card = Legitimation card (new or renewed)
ask-doc-displaced-card = In which town do you live now?
topic-doc-property-paper = Possession list, property certificate
ask-doc-property-paper = Village of the property, and whose name is on it?
topic-doc-school-work = Diploma, work booklet, pension papers
ask-doc-school-work = Which paper, and what for?
topic-doc-other = Other document
ask-doc-other = Which paper, and what for?

## Property

topic-prop = Property
topic-prop-occupied = Someone uses the house or land
ask-prop-occupied = Do you have a possession list? 1 yes 2 no 3 I don't know
topic-prop-claim = Property claim or decision not carried out
ask-prop-claim = Do you have a claim number? 1 yes 2 no
topic-prop-inheritance = Inheritance, change of owner
ask-prop-inheritance = Has the owner died? In which year? Who inherits?
topic-prop-informal-sale = Bought or sold without papers (before 1999)
ask-prop-informal-sale = Which village and which year?
topic-prop-damage = Damage, theft, burnt or cut crops
ask-prop-damage = When did it happen? Was the police called?
topic-prop-eviction = Told to leave the home
ask-prop-eviction = By which date? Is there a written paper?

## Legal help

topic-legal = Legal help
topic-legal-advice = Legal advice
ask-legal-advice = What is it about, in a few words?
topic-legal-court = Court case or letter from court
ask-legal-court = Is there a date on the letter? Which?
topic-legal-family = Custody, support, divorce
ask-legal-family = Are children involved? 1 yes 2 no
topic-legal-labour = Old job rights, unpaid wages
ask-legal-labour = Which firm and years?
topic-legal-detained = Someone is arrested or wanted
ask-legal-detained = Where is the person now?

## House and housing

topic-house = House and housing
topic-house-minor-repair = Small house repair (roof, windows, stove)
ask-house-minor-repair = What is broken? Is anyone in danger in the house now? 1 yes 2 no
topic-house-rebuild = Rebuild or build a house
ask-house-rebuild = Do you have a possession list? 1 yes 2 no. Where do you live now?
topic-house-material = Building material
ask-house-material = For what? (roof, floor, bathroom)
topic-house-prefab = Prefabricated house
ask-house-prefab = Do you have land in your name? 1 yes 2 no
topic-house-apartment = Apartment, social housing
ask-house-apartment = Where do you sleep now? How many people?
ask-house-apartment-besides = Where do you sleep now?
topic-house-centre = Leaving a collective centre
ask-house-centre = Which centre? How many people?
ask-house-centre-besides = Which centre?
topic-house-shelter-now = Shelter for tonight
ask-house-shelter-now = How many people, any small children? Where are you now?
ask-house-shelter-now-besides = Any small children? Where are you now?
topic-house-fire-flood = Fire, flood, house damaged now
ask-house-fire-flood = Is everyone safe? 193 is the fire service
topic-house-connect = Electricity or water to the house
ask-house-connect = What is missing? Since when?
topic-house-winter = Firewood, stove, winter
ask-house-winter = How many people? Small children or ill persons?
ask-house-winter-besides = Any small children or ill persons?

## Work and income

topic-work = Work and income
topic-work-ig-grant = Grant to start earning
ask-work-ig-grant = What would you do with it? (one line)
topic-work-business = Small business
ask-work-business = New or existing business? Which work?
topic-work-joint = Joint business with neighbours
ask-work-joint = How many families? Which work?
topic-work-machine = Farm machine
ask-work-machine = Which machine? How much land?
topic-work-animals-seed = Animals, seed, greenhouse
ask-work-animals-seed = What exactly? Do you have a stable or land?
topic-work-training = Vocational training
ask-work-training = Which trade? Your age?
topic-work-money-skills = Money and business course
ask-work-money-skills = Which course?
topic-work-life-skills = Reading, computer, cooking, language course
ask-work-life-skills = Which course? Any help needed to come?
topic-work-job = Help to find a job
ask-work-job = Which work can you do?
topic-work-market = Selling products, market
ask-work-market = What do you sell? Where do you sell now?
topic-work-abroad = Legal work abroad
ask-work-abroad = Which country?

## Health

topic-health = Health
topic-health-emergency = Medical emergency
topic-health-doctor = Doctor, family medicine
ask-health-doctor = For whom? Can the person travel? 1 yes 2 no
topic-health-medicine = Medicine
ask-health-medicine = Do you have any left? For how many days?
topic-health-specialist = Hospital, specialist, operation
ask-health-specialist = Is there a date? Which?
topic-health-mental = Sadness, fear, sleep, nerves
ask-health-mental = May we call you today? 1 yes 2 no
topic-health-aids = Wheelchair, glasses, hearing aid
ask-health-aids = Which aid, for whom?
topic-health-mother-child = Pregnancy, baby, vaccination
ask-health-mother-child = Is it for an adult or a child? How urgent is it?
topic-health-refused = Health care refused or paid wrongly
ask-health-refused = Where and when?

## School and learning

topic-edu = School and learning
topic-edu-enrol = School or kindergarten place
ask-edu-enrol = Child's age, and which school?
topic-edu-transport = Transport to school
ask-edu-transport = How many children, how far?
topic-edu-supplies = Books, clothes, scholarship
ask-edu-supplies = How many children, which grade?
topic-edu-diploma = Recognition of a diploma
ask-edu-diploma = Which school, which country, which year?
topic-edu-support = Extra help with learning
ask-edu-support = Child's age, and what help?
topic-edu-problem = Problem at school
ask-edu-problem = Is the child safe today? 1 yes 2 no

## Social help

topic-social = Social help
topic-social-assistance = Social assistance
ask-social-assistance = How many people in the family? Does anyone work?
ask-social-assistance-besides = Does anyone in the family work?
topic-social-pension = Pension
ask-social-pension = Which pension? (age, disability, work, family)
topic-social-disability = Disability support
ask-social-disability = For an adult or a child?
topic-social-food-hygiene = Food and hygiene package
ask-social-food-hygiene = How many people? Is there food for today?
ask-social-food-hygiene-besides = Is there food for today?
topic-social-home-care = Help and care at home
ask-social-home-care = Does the person live alone? 1 yes 2 no
topic-social-child = Worry about a child
ask-social-child = May we call you now? 1 yes 2 no

## Return and visits

topic-ret = Return and visits
topic-ret-info = Information on return
ask-ret-info = Which village, and where do you live now?
topic-ret-see = Go-and-see visit
ask-ret-see = How many would come? Does anyone need help to walk?
topic-ret-inform = Meeting about return
ask-ret-inform = Which town?
topic-ret-apply = Apply to return
ask-ret-apply = Which village? Do you have a possession list? 1 yes 2 no
topic-ret-transport = Transport of people and things
ask-ret-transport = From where to where, and when?
topic-ret-package = Assistance package after return
ask-ret-package = When did you return? How many people?
ask-ret-package-besides = When did you return?
topic-ret-repatriated = Sent back from another country
ask-ret-repatriated = From which country, and when did you arrive?
topic-ret-problem-after = Problem after return
ask-ret-problem-after = What is the biggest problem now?

## Village and community

topic-comm = Village and community
topic-comm-road = Road
ask-comm-road = Which road, how many families use it?
topic-comm-water = Water supply
ask-comm-water = How many families have no water?
topic-comm-sewage = Sewage
ask-comm-sewage = Which street or quarter?
topic-comm-power-light = Electricity, street light
ask-comm-power-light = Which street? Since when?
topic-comm-school = School building
ask-comm-school = Which school, what is needed?
topic-comm-health = Health centre building
ask-comm-health = Which village?
topic-comm-sport = Sports place
ask-comm-sport = Which place, for whom?
topic-comm-park = Park, playground, public place
ask-comm-park = Which place?
topic-comm-bus = Bus line
ask-comm-bus = From where to where, how many people?
topic-comm-dialogue = Meeting with neighbours, dialogue
ask-comm-dialogue = About what? Where?
topic-comm-other = Other community need
ask-comm-other = What is needed?

## Rights

topic-right = Rights
topic-right-language = Language or script not respected
ask-right-language = Which office, and when?
topic-right-jobs-share = Fair share in public jobs
ask-right-jobs-share = Which office or firm? Which job?
topic-right-discrimination = Unequal treatment
ask-right-discrimination = Where and when?
topic-right-office-refused = Office refused or does not answer
ask-right-office-refused = Which office, since when?
topic-right-take-part = Taking part in decisions
ask-right-take-part = About which decision?

## Safety

topic-safe = Safety
topic-safe-now = In danger now
topic-safe-threat = Threat, stones, shouting
topic-safe-home-violence = Violence at home
topic-safe-sexual = Sexual violence
topic-safe-trafficking = Forced work, trafficking
topic-safe-missing = Missing family member
topic-safe-movement = Fear to move, road blocked
topic-safe-explosive = Found a mine or grenade

## Feedback and complaints

topic-feed = Feedback and complaints
topic-feed-thanks = Thanks or idea
topic-feed-service = Complaint about the service
ask-feed-service = What happened?
topic-feed-staff = Complaint about a person who works for us or a partner
ask-feed-staff = What happened? No name needed
topic-feed-money = Someone asked for money or favours
ask-feed-money = What happened? No name needed
topic-feed-sea = Sexual exploitation or abuse by a worker
ask-feed-sea = Safe to talk? 1 yes 2 no
topic-feed-appeal = Disagreement with a decision
ask-feed-appeal = Which decision, from which date?
topic-feed-data = To see, correct or delete data
ask-feed-data = Which one? 1 see 2 correct 3 delete
topic-feed-rumour = Is it true? (rumour)
ask-feed-rumour = What did you hear?

## Other

topic-other = Other
topic-other-talk = Talk with our staff
topic-other-unclear = Not clear yet
