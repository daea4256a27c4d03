//! What kinds of word there are where households are told, each with its words, folded; a stem ends in a star. A word may be
//! of several kinds. Not here: numbers, and what words of these kinds say together.

use std::sync::LazyLock;

use crate::text::Table;

/// A set of kinds of word.
#[derive(Clone, Copy, Default)]
pub(super) struct Kinds(pub(super) u64);

impl Kinds {
    /// English and nothing else.
    pub(super) const ENGLISH: Self = Self(1);
    /// The writer.
    pub(super) const SELF: Self = Self(1 << 1);
    /// Somebody who was named before.
    pub(super) const PRONOUN: Self = Self(1 << 2);
    /// One of a family.
    pub(super) const ONE: Self = Self(1 << 3);
    /// Several of a family, of whom the number must be told.
    pub(super) const MANY: Self = Self(1 << 4);
    /// Two by themselves.
    pub(super) const PAIR: Self = Self(1 << 5);
    /// Belongs to the person who is told after it.
    pub(super) const ABOUT: Self = Self(1 << 6);
    pub(super) const AND: Self = Self(1 << 7);
    pub(super) const WITH: Self = Self(1 << 8);
    /// People as they are counted in a household.
    pub(super) const SOULS: Self = Self(1 << 9);
    /// What a household is called.
    pub(super) const FAMILY: Self = Self(1 << 10);
    /// Counted, these are no household.
    pub(super) const THINGS: Self = Self(1 << 11);
    /// "We are".
    pub(super) const WE_ARE: Self = Self(1 << 12);
    /// Stands between "we are" and its number.
    pub(super) const FILLING: Self = Self(1 << 13);
    /// "We live", "we sleep".
    pub(super) const WE_LIVE: Self = Self(1 << 14);
    /// "I live".
    pub(super) const I_LIVE: Self = Self(1 << 15);
    /// Where one lives.
    pub(super) const HOME: Self = Self(1 << 16);
    /// Leads to a place.
    pub(super) const IN: Self = Self(1 << 17);
    /// Goes on behind a total, and does not say what is counted.
    pub(super) const GOING_ON: Self = Self(1 << 18);
    /// Says that a group is told of, which comes together for something and does not live together.
    pub(super) const GROUP: Self = Self(1 << 19);
    /// Says that others are told of.
    pub(super) const THEY: Self = Self(1 << 20);
    /// Beside a number, says that other people are counted.
    pub(super) const NOT_OURS: Self = Self(1 << 21);
    /// Of somebody who speaks of themselves.
    pub(super) const OURS: Self = Self(1 << 22);
    /// Of what was written down by somebody.
    pub(super) const RECORD: Self = Self(1 << 23);
    pub(super) const NOW: Self = Self(1 << 24);
    pub(super) const NOT: Self = Self(1 << 25);
    /// One parent without the other.
    pub(super) const ONE_PARENT: Self = Self(1 << 26);
    pub(super) const ALONE: Self = Self(1 << 27);
    /// Who as a rule lives with the writer.
    pub(super) const CLOSE: Self = Self(1 << 28);
    /// Says that two live together.
    pub(super) const TOGETHER: Self = Self(1 << 29);
    /// Says of people how they are, and counts them all the same.
    pub(super) const STATE: Self = Self(1 << 30);
    /// What is given to a household for each of its people.
    pub(super) const GOODS: Self = Self(1 << 31);
    /// Old people who are a couple.
    pub(super) const OLD: Self = Self(1 << 32);
    /// Of grown people, beside whom children are counted.
    pub(super) const GROWN: Self = Self(1 << 33);
    /// Was, of the writer's people.
    pub(super) const WAS: Self = Self(1 << 34);
    /// Albanian and nothing else.
    pub(super) const ALBANIAN: Self = Self(1 << 35);
    /// One of a family, and of anything else.
    pub(super) const MAYBE_ONE: Self = Self(1 << 36);
    /// "Us", of whom the writer is one.
    pub(super) const WE: Self = Self(1 << 42);
    /// Serbian, and hardly ever anything else.
    pub(super) const SERBIAN: Self = Self(1 << 43);
    pub(super) const SIBLINGS: Self = Self(1 << 37);
    pub(super) const SPOUSE: Self = Self(1 << 38);
    pub(super) const HAVE: Self = Self(1 << 39);
    pub(super) const MONTH: Self = Self(1 << 40);
    /// Of those who come for a day.
    pub(super) const COMING: Self = Self(1 << 41);
}

const TABLE: &[(Kinds, &str)] = &[
    (
        Kinds::ENGLISH,
        "the and is my we of with not have you are from what who our how can need house wife husband kids \
         was here for in",
    ),
    (
        Kinds::ALBANIAN,
        "te ne na se pa po ma kemi tone ime jem ketu ktu cka qka fmi femij femije burri burrin gruan gruaja gruja nanen vajza vajzat djalin kush veta kto buk uj dru rruge rrug jeton jetoj jetojm banoj banoje nje nji krejt asnje pes pese gjashte shtate ndihme ndihm leter letra komuna   dy tre qiti jone tem skena skemi due duhet n  t  e dhe edhe  per prej nuk me   un \
         une jam jom jemi jena kam kom kena eshte osht qe kur ku ka nga shpi  tash ",
    ),
    (Kinds::WE, "nas us we ne na"),
    (
        Kinds::SERBIAN,
        "u je sam smo da za od iz sa nas nam li su kod nema imamo imam ali kako sto koji bi moja nije jel ili treba",
    ),
    (Kinds::SELF, "ja jas une un una i me mu mene mnom myself"),
    (Kinds::PRONOUN, "on ona njega nju njim njom ai ajo atij he she him her"),
    (
        Kinds::ONE,
        "missus stepmother stepmom stepfather snajka snajku njerk njerku njerkun njerka ocuh ocuhom maceha tetak grua nen boyfriend girlfriend partner fiance teenager unuce unucetom nona nonen none baka nonna gru mame mami gruen gruse cerke burre zenska drugarica \
         sinovac zena zenu zenom zene supruga suprugu suprugom suprug muz muza muzem muzom covek coveka \
         covekom sin sina sinom sinu cerka cerku cerkom kcerka kcerku kcerkom kcer kci cura curu curom \
         majka majku majkom mama mamu mamom mater mati otac oca ocem tata tatu tatom tatko cale caletom \
         keva baba babu babom bata baku bakom deda dedo dedu dedom dida brat brata bratom sestra sestru \
         sestrom snaja snaju snajom snaha snahu snahom svekrva svekrvu svekrvom svekar svekra svekrom \
         tast tasta tastom punac punca puncem punica punicu tastu tetka tetku tetkom strina stric strica \
         stricem ujak ujaka ujna unuk unuka unukom unuku unucica beba bebu bebom dete djete dijete \
         detetom djetetom djeteta malisan malisa zet zeta zetom svastika svastiku sure jetrva devojcica \
         devojcicu decak decaka starica starac zenata babata mazot muzot svekrvata sinot cerkata deteto \
         majkata tatkoto dever devera zaova zaovu blizanac nevesta nevestu burri burrin burr burrit \
         gruaja gruan gruja grueja grun gruas grues bashkeshorti bashkshorti bashkeshortin bashkeshortja \
         bashkshortja bashkeshorten nana nanen nena nenen nane nene mamaja mamaje mamin babai babain \
         babin babi baben plaka plaken plaku plakun djali djalin djal bir biri birin cika ciken cike \
         vajza vajzen vajze vajz qika qiken goca vllau vellau vllaun vellain vella vlla motra motren \
         moter nusja nusen nuse rejza vjehrra vjehrren vjehrri vjehrrin vjehrr gjyshi gjyshin gjyshja \
         gjyshen gjyshe foshnja foshnjen foshnje bebja beben bebe bebi nipi nipin nip mbesa mbesen kunata \
         kunaten kunati kunatin tezja tezen halla hallen dhendri dhendrin axha axhen xhaxhai daja dajen \
         kusheriri kushriri femija husband husb hubby wife son daughter mother father mum mom dad papa \
         brother bro sister sis grandma grandmother granny grandpa grandfather baby newborn child kid \
         uncle aunt niece nephew grandson granddaughter girl boy toddler",
    ),
    (
        Kinds::MANY,
        "minors teens prinder binjaket binjakt decice djecice mladih invalida invalids jetime klince dece djece deca djeca \
         decu djecu djeci djecom decom deteta djeteta sina sinova sinovi cerke cerki kceri kcerke cerka \
         kcerki unuka unuke unuci unucica unucici unucadi unucad brata braca brace sestre sestara \
         maloletne maloletnih malodobne male malih mala bebe beba blizanaca blizanci blizanca blizanke \
         klinaca klinca klinci skolca skolaraca djaka decaka devojcice devojcica curice curica mojih \
         nasih decata snaje tinejdzera jetima femije femij femijet femijeve femive fmi fmij fmit fmija \
         kalamaj kalamajt kalamaje thmi thmit djem djemt djemte djali djal cuna cunat vajza vajzat vajze \
         cika cikat cike qika goca nipa nipat mbesa motra motrat vellezer vllazen vllezer pleq jetim nuse \
         binjak binjake kids kid children childs childrens child sons son daughters daughter boys boy \
         girls girl babies brothers brother sisters sister grandchildren grandkids grandsons orphans \
         orphan twins toddlers teenagers",
    ),
    (
        Kinds::PAIR,
        "prindet bliznakinje bliznakinja bliznakinjama trojke trojkama triplets roditelji roditelje roditeljima \
         roditelja prindrit prindrin prinderit prindit prinderve parents grandparents twins blizanci \
         blizancima blizance bliznaci binjaket binjakt",
    ),
    (
        Kinds::ABOUT,
        "mali malu semur nepokretan starije mladje moj moja moje mog moga moju mojom mojim mojoj njegov njegova njegovu njegovom \
         njen njena njenu njenom nasa nase nasu njihov njihova njihovu stari stara staru starom starog \
         bolestan bolesna bolesnu bolesnom bolesnim bolesnog trudna trudnu trudnom muzevljeva muzevljevu \
         muzevljevom muzeva maloletna maloletne maloletnih maloletno mala male malih malog malom nasih \
         mojih rodjena rodjeni zenina zeninu zenin bratovljeva pokojna slepa slepu nepokretna nepokretnu \
         nepokretnog nepokretni mladja mladji starija stariji najstariji odrasla odrasli odraslih nejake \
         nejakih gladne gladnih sitne sitnih skolske nezenjen neudata udata moi im ime jem jeme jone tem \
         teme time tende t e i te se tij saj vogel voglin vjeter vjetr smut semut semure smure madhe madh \
         paralizume mitur miturit vegjel vogla rritun verber gjymt jetim pamartuar invalid shtatzane \
         barre dehun my his her the a an our their law unmarried blind disabled ill old sick small little \
         young pregnant big minor elderly own late newborn teenage grown adult younger older eldest \
         oldest deaf dear paralyzed bedridden",
    ),
    (Kinds::AND, "ni takodjer i a e dhe edhe and plus pa takodje"),
    (Kinds::WITH, "sa s so sas me with"),
    (
        Kinds::SOULS,
        "goja antar* nevolja veta vet vete vetash vetave vte anetar* frym fryme frymve shpirt shpirta shpirtna \
         goj goje robt rob njerez njerz persona person persons personi dusa duse dusi dusica clana \
         clanova clan clanovi clanom celjadi celjad cejadi insana robova glava osoba osobe osobama ljudi \
         usta people peoples members member souls heads memb membrs pers persns persn persones mouths ppl \
         pax",
    ),
    (
        Kinds::FAMILY,
        "familje familja familjen familjes familjare fam porodica porodice porodicu porodici porodicna \
         obitelj family domacinstvo domacinstva domacinstvu household hh familija familije familiju \
         familiji fameja famija",
    ),
    (
        Kinds::THINGS,
        "shpija shpijat komisij* odbor* commission familje* familja porodica porodice families nasledn* \
         trasheg* trashig* heir* ucenik* ucenic* djak* djac* nxenes* nxanes* nxons* pupil* student* zene \
         grave gra women woman devojaka mladi* momaka drzavljan* radnik* punetor* puntor* punet* workers \
         domacinstv* households kuca kuce kuc kucic* house houses shpi shtepi shtepia vellezer* brothers \
         komsij* neighbour* neighbor* gost* guest* mysafir* god godin* vjet* viteve vite vjec* vjeq* \
         years year yr yrs muaj* muj mujsh mesec* mj month* dana dan dite ditsh days day sat sata sati h \
         hours hour ore here minut* put puta times krav* lopa lop lope cows cow dele ovaca ovce dhi koza \
         koze kozice goats goat sheep pula kokos* hens chicken* pigs pig svinj* bashtin* soba sobe sobice \
         dhoma rooms room evra evre euro eur euros hektar* ha ari ar metar* metra meter* m m2 m3 km kg kv \
         kvadrat* litar* litra dinar* drug* shok* friends friend boraca mjeshter* majstor* apartment* \
         flats stanova stana stanar* vrata prozor* dritare dyer doors windows window bed beds krevet* \
         thas thase dzakova povratnik* zainteresovan* interesum* vinogradar* srba srpkinj* srpska srpske \
         albanac* albanska serbs albanians jeeps doma muskarac* ekip* prijatelj* pensioner* penzioner* \
         vozac* shofer* koleg* colleagues letra letre papir* papers documents dokument* pages copies copy \
         klas* razred* grade class udovica udovice widows widowers pog punct* tacke lista liste nights \
         night net nate noci javesh jave nedelj* sedmica weeks week schools school skole shkoll* bletar* \
         pcelar* beekeeper* rome roma  romak* zanatlij* bacve sela fshatra villages village dru drva \
         met meta cepanica boxes parcels pako paketa nurse* teacher* nastavnik* mesues* msues* doktor* \
         doctors lekar* pusk* municipal* komuna opstina cakija gropa strane str zgrade banesa banesash \
         hands duar kembe noge nogu eyes oka sy points poena bodova pike cars auta kola kerre kamion* \
         karte biletash tickets forms sure jada brojeva numbers mjes* ujk* pas psa dogs dog mace macke \
         cat cats traktor* stambena predmeta rasta cases case generata generacij* generations kati kat \
         sprat* floors",
    ),
    (Kinds::WE_ARE, "jemi jena jem jami jmei smo sme jesmo jna"),
    (
        Kinds::FILLING,
        "tad tada onda then te ne krejt gjithsej je ima sad sada ukupno bilo se svega samo ovde ovdje now \
         only just all total vec veq smo su gjithe tash tani vetem ketu ktu sot still already na mi nas \
         neve njihovih stvarno zapravo really actually here ostalo ostali ostade jos fiks tacno opet \
         about nja dikun hala ende pra left altogether gjith gjithqysh bukvalno tamo tu sasvim",
    ),
    (
        Kinds::WE_LIVE,
        "zivimo zivemo stanujemo spavamo sedimo stojimo boravimo zivujeme jetojme jetojm jetojna rrojme \
         rrojm rrojna rrim rrime flejm fleme flejme banojme banojm banojna mbetem mbetme kthyem kthehna \
         live sleep stay living staying sleeping stayed kippin gladujemo smrzavamo",
    ),
    (
        Kinds::I_LIVE,
        "zivim zivem zivemo zivimo zivejem zivujem zivam stanujem boravim jetoj jetojm jetojme rroj rrojm \
         rri rrim banoj banojm live living stay staying",
    ),
    (
        Kinds::HOME,
        "kuci kucu kuca kucom shpi shpis shpia shpija shtepi shtepia shtepise house home household family \
         porodici familiji familje barak* barrak* soba sobi sobu sobici dhome dhom dhoma dhomen dhomes \
         room rooms stanu stan garsonjer* banes flat container kontejner* kontener* prikolic* podrum* \
         basement garaz* garag* garazh* sator* cador* tende tent najlon* kulm krov* roof tavan* kampu \
         kamp camp kuhinj* kuzhin* bodrum kolima autu car domacinstvu adresi",
    ),
    (Kinds::IN, "u n ne ni in at te na kod under pod nen mbi on po inside mbrenda iz from prej nga near by"),
    (
        Kinds::GOING_ON,
        "got get sit eat wait wants mbrenda brenda jo we dok kad sve back tacno over which jedna jedan jedno n ne u na in at te t me pa krejt and edhe \
         dhe i a e here ktu ketu tash tani kod bez on by from with sa s bashke bashk nuk nen pod under po \
         se sepse ali al iz prej nga without ovde sad sada now svi zajedno together after since jer \
         because so pra qe sto koji zivimo zivi zive je smo su jena jemi jam nas us who kthyem vec not no \
         never neither nema nemamo skemi skena as asnje asnji kurrgja but veq otkad cekamo trazimo hocemo \
         radimo placamo jedemo pijemo sedimo stay live sleep waiting spavamo spava lezi mbetem besides \
         for za mbas pas der near left ili ose or to is are was were have has had need want came returned \
         return go da bi qysh cka sta when kur where ku gde mora moramo only vetem",
    ),
    (
        Kinds::GROUP,
        " kurs* interesum* orendi dolazi choir friends prijatel* event dogadjaj* mysafir* dolazim dolazimo \
         dolaze dodjemo doci dodju doslo stizemo stizu vijm vijme vij vijne viim coming takim takimin \
         takimi takimit sastanak sastanka sastanku skup mbledhje* meeting meetings radionic* panel kombi \
         kombija vizit* visit* poset* posjet* workshop* trip izlet* gradilist* radilist* odeljenj* \
         razred* klas klase class nenshkrim* potpis* peticij* petition zadrug* udruzenj* shoqat* \
         kooperativ* cooperativ* coop association team ekip* naslednic* trashegimtar* heirs harvest \
         seasonal sezon* boss gazda shef pronar* otpust* dismissed fired locked firm firma firme obuka \
         course courses group grup* cooperation bashkpunim* bleta bletari kerkim autobus groblj* grobov* \
         varrez* cemetery graves ogniste ognjist* turu tura tour slave slavu pcele kosnic* vend drivers \
         hekurpunues* tuzenih unaza prodavac* orkest* folklor* igraca lojtar* fudbal* football navijac* \
         hor gjimnaz* mature shkolles bandit* maskiran* persecut* napali sulm* gjuajn",
    ),
    (
        Kinds::THEY,
        "are were going they jan jane ishin erdhen erdh su came come ka kan hoce die dolaze dosla dosli \
         ulaze vijn vijne oni njima ata ato tyre beat vdiqen gjetur vrane",
    ),
    (
        Kinds::NOT_OURS,
        "prej per grupa grupi grup imaju kan bilo before door druga drugih other the tjeter tjere tjert \
         jan to those these onih ovih tih komsijskih secili svaki every each",
    ),
    (
        Kinds::OURS,
        "jemi jena jem na ne kena kemi familja familje shpi shtepi mi nas smo nam kuci porodica we us our \
         family house need une un sme skena skemi m im ime",
    ),
    (
        Kinds::RECORD,
        "stoji keni your vasim vasem vasoj vas tuej tuaj juaj pise pisu piso zapisano upisan* upisal* napisa* \
         napisan* upisa* vode vodi vodite shkrun shkruar shkruan shkrue shenu shenue figuron figurojm \
         regjistru wrote written stands says lead registered regjistruar prijavljen*",
    ),
    (
        Kinds::NOW,
        "ndreqeni ndreqne now sad sada tash tani trenutno nego reality truth really stvarno zapravo",
    ),
    (Kinds::NOT, "nuk jo s not nije nismo nisu nisam ne no aren instead umesto mesto"),
    (
        Kinds::ONE_PARENT,
        "ndame ndare ndar udovica udovac udovicu udovici samohrana samohran samohranoj samohranu samohrani sama sam samac \
         razvedena razveden razveo razvela vdovica ve veja veje vejushe vejan vetme vetem vetmuar \
         shkurorzume divorcuar widow widower widowed alone single divorced ostala ostavio ostavila samica",
    ),
    (Kinds::ALONE, "myself sam sama samo vet vetem vetum vetmun alone samica samcit samac single"),
    (
        Kinds::CLOSE,
        "otac oca ocem tata tatu tatom father dad mum mom babai boyfriend girlfriend partner grua muz muzem muza suprug supruga suprugom zena zenom zenu burri burrin burr gruaja gruja gruan \
         grueja grun bashkeshorti bashkshorti bashkeshortja wife husband svekrva svekrvom majka majkom \
         mama mamom mati baba babom baka bakom dedo deda nana nanen nena nenen nane plaka plaken plaku \
         mother grandma granny man woman",
    ),
    (
        Kinds::TOGETHER,
        "spavamo zajedno grejemo just flat here last poslednji sami same samo dvoje dve dvije zivimo \
         zivim zive kuci kucu kuca sobi vratili vracamo dosli ostali jedini stari drva drvi pec penzija \
         penziju struja struje voda sneg paket vetem vet veta krejt dy shpi shtepi jetojm jetojme rrim \
         banojm kthy kthyem dru rrym uj pako banes plaku alone live lives living two room home house only \
         povratnici returned came wood pension stove both roof",
    ),
    (
        Kinds::STATE,
        "kthyer debum ftohur deportuar gjithe vjetrit vegjlit romi returnees same sami gladnih gladni gladna zivih bolesnih bolesni bolesnika starih stari stare mladih \
         odraslih invalida nepismenih nezaposlenih zdravih hungry sick old adults adult ill young poor \
         alive tired elderly invalids pleq smut semur semure rritur gjalle pastreh rritun vjeter orphan \
         egipcana egjiptian ashkali roma veja kthyem",
    ),
    (
        Kinds::GOODS,
        "wood drva dru dyshek* miell vaj qumesht slep* krevet* kontejner* kontenjer* bilet* karte karata hrana hrane hranu brasno ulje odeca \
         odece garderobe posteljina posteljine dusek dusekeksa cebad paket paketa pako pakon pakot ushqim \
         ushqimi buk buke batanije batanite jorgan jorgana rroba detergjent higjien higjiene food parcel \
         package packages blankets blanket beds clothes mattresses container containers kamion kamionet \
         prevoz transport ticket tickets stan soba shpi shtepi dhoma dhom banes garsonjere garsonjera \
         prefabrik* montazn* flat house krevata ogrev higijena sobu bread baraka one",
    ),
    (
        Kinds::MAYBE_ONE,
        "mala malu malom mali stara staru stari starog mlada mladu vogli vogla voglin starija stariji",
    ),
    (Kinds::SIBLINGS, "sisters brothers motra vllazen vellezer sestre brata braca brace"),
    (
        Kinds::SPOUSE,
        "grua boyfriend girlfriend partner zena zenu zenom zeni supruga suprugu suprugom suprug muz muza muzem gruaja gruan gruja gruen \
         grueja gru grun gruas burri burrin burrit bashkeshorten bashkeshortin bashkeshorti bashkeshortja \
         bashkshorten bashkshortin wife husband",
    ),
    (
        Kinds::COMING,
        " zborot dolazim dolazimo   dodjemo stizemo vijm vijme vij vijne viim takim* \
         sastanak sastanka sastanku mbledhje* meeting* vizit* visit* poset* posjet* hodocas*",
    ),
    (Kinds::HAVE, "hranim izdrzavam imam have kam kom got"),
    (
        Kinds::MONTH,
        "januar* februar* mart marta april* maj maja jun juna jul jula avgust* septemb* oktob* novemb* \
         decemb* janar shkurt mars prill qershor korrik gusht shtator tetor nentor dhjetor",
    ),
    (
        Kinds::OLD,
        "pleq starih stari stare starca starci staraca starica starice old elderly pensioners pensioner \
         penzionera pensionista",
    ),
    (
        Kinds::GROWN,
        "prinder prindra parents roditelja adults adult odraslih odrasle odrasla odrasli rritur rritun mdhaj",
    ),
    (Kinds::WAS, "tad tada were was bili bilo bila ishim before prije pre ranije nekad dikur"),
];

/// Whole words, and stems.
static KINDS: LazyLock<(Table<u64>, Table<u64>)> = LazyLock::new(|| {
    let (mut whole, mut stems) = (Table::default(), Table::default());
    for &(kind, list) in TABLE {
        for word in list.split_ascii_whitespace() {
            match word.strip_suffix('*') {
                Some(stem) => *stems.entry(stem) |= kind.0,
                None => *whole.entry(word) |= kind.0,
            }
        }
    }
    (whole, stems)
});

/// The kinds that a folded word is of.
pub(super) fn kinds(word: &str) -> Kinds {
    let (whole, stems) = &*KINDS;
    let own = whole.get(word).copied().unwrap_or_default();
    Kinds(stems.beginnings(word).fold(own, |all, (_, kinds)| all | kinds))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::text::fold;

    #[test]
    fn every_word_is_folded_and_stands_once_in_its_list() {
        for &(kind, list) in TABLE {
            let mut seen = BTreeSet::new();
            for word in list.split_ascii_whitespace() {
                let plain = word.strip_suffix('*').unwrap_or(word);
                assert_eq!(fold(plain), plain);
                assert!(seen.insert(word), "{word} stands twice in list {:b}", kind.0);
            }
        }
    }

    #[test]
    fn a_word_is_of_its_own_kinds_and_those_of_its_stem() {
        let both = Kinds(Kinds::SPOUSE.0 | Kinds::ONE.0 | Kinds::CLOSE.0);
        assert_eq!(kinds("muzem").0 & both.0, both.0);
        assert_eq!(kinds("naslednici").0, Kinds::THINGS.0 | Kinds::GROUP.0);
        assert_eq!(kinds("xyz").0, 0);
    }
}
