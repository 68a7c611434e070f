//! Places whose hour a mail may name: the cities of the IANA zones, and the French and English names that these lack.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::language::fold::fold;

/// The IANA zones whose last step is a city's name that is no other word (IANA Time Zone Database, public domain).
const ZONES: &str = "\
Africa/Abidjan Africa/Accra Africa/Addis_Ababa Africa/Algiers Africa/Asmara Africa/Asmera Africa/Bamako
Africa/Bangui Africa/Banjul Africa/Bissau Africa/Blantyre Africa/Brazzaville Africa/Bujumbura Africa/Cairo
Africa/Casablanca Africa/Ceuta Africa/Conakry Africa/Dakar Africa/Dar_es_Salaam Africa/Djibouti Africa/Douala
Africa/El_Aaiun Africa/Freetown Africa/Gaborone Africa/Harare Africa/Johannesburg Africa/Juba Africa/Kampala
Africa/Khartoum Africa/Kigali Africa/Kinshasa Africa/Lagos Africa/Libreville Africa/Lome Africa/Luanda
Africa/Lubumbashi Africa/Lusaka Africa/Malabo Africa/Maputo Africa/Maseru Africa/Mbabane Africa/Mogadishu
Africa/Monrovia Africa/Nairobi Africa/Ndjamena Africa/Niamey Africa/Nouakchott Africa/Ouagadougou
Africa/Porto-Novo Africa/Sao_Tome Africa/Timbuktu Africa/Tripoli Africa/Tunis Africa/Windhoek America/Adak
America/Anchorage America/Anguilla America/Antigua America/Araguaina America/Argentina/Buenos_Aires
America/Argentina/Catamarca America/Argentina/ComodRivadavia America/Argentina/Jujuy America/Argentina/Mendoza
America/Argentina/Rio_Gallegos America/Argentina/Salta America/Argentina/Tucuman America/Argentina/Ushuaia
America/Aruba America/Asuncion America/Atikokan America/Atka America/Bahia America/Bahia_Banderas
America/Barbados America/Belem America/Belize America/Blanc-Sablon America/Boa_Vista America/Bogota
America/Boise America/Buenos_Aires America/Cambridge_Bay America/Campo_Grande America/Cancun America/Caracas
America/Catamarca America/Cayenne America/Cayman America/Chicago America/Chihuahua America/Ciudad_Juarez
America/Costa_Rica America/Coyhaique America/Cuiaba America/Curacao America/Danmarkshavn America/Denver
America/Detroit America/Dominica America/Edmonton America/Eirunepe America/El_Salvador America/Fort_Wayne
America/Fortaleza America/Godthab America/Grand_Turk America/Grenada America/Guadeloupe America/Guatemala
America/Guayaquil America/Guyana America/Halifax America/Havana America/Hermosillo America/Indiana/Indianapolis
America/Indianapolis America/Inuvik America/Iqaluit America/Jamaica America/Jujuy America/Juneau
America/Kentucky/Louisville America/Kralendijk America/La_Paz America/Lima America/Los_Angeles
America/Louisville America/Lower_Princes America/Maceio America/Managua America/Manaus America/Marigot
America/Martinique America/Matamoros America/Mazatlan America/Mendoza America/Merida America/Mexico_City
America/Miquelon America/Moncton America/Monterrey America/Montevideo America/Montreal America/Montserrat
America/Nassau America/New_York America/Nipigon America/Noronha America/Nuuk America/Ojinaga America/Panama
America/Pangnirtung America/Paramaribo America/Phoenix America/Port-au-Prince America/Port_of_Spain
America/Porto_Velho America/Puerto_Rico America/Punta_Arenas America/Rankin_Inlet America/Recife America/Regina
America/Resolute America/Rio_Branco America/Santarem America/Santiago America/Santo_Domingo America/Sao_Paulo
America/Scoresbysund America/St_Barthelemy America/St_Johns America/St_Kitts America/St_Lucia America/St_Thomas
America/St_Vincent America/Tegucigalpa America/Thunder_Bay America/Tijuana America/Toronto America/Tortola
America/Vancouver America/Virgin America/Whitehorse America/Winnipeg America/Yellowknife Asia/Aden Asia/Almaty
Asia/Amman Asia/Anadyr Asia/Aqtau Asia/Aqtobe Asia/Ashgabat Asia/Ashkhabad Asia/Atyrau Asia/Baghdad Asia/Bahrain
Asia/Baku Asia/Bangkok Asia/Barnaul Asia/Beirut Asia/Bishkek Asia/Brunei Asia/Calcutta Asia/Chita
Asia/Choibalsan Asia/Chongqing Asia/Chungking Asia/Colombo Asia/Dacca Asia/Damascus Asia/Dhaka Asia/Dili
Asia/Dubai Asia/Dushanbe Asia/Famagusta Asia/Gaza Asia/Harbin Asia/Hebron Asia/Ho_Chi_Minh Asia/Hong_Kong
Asia/Hovd Asia/Irkutsk Asia/Istanbul Asia/Jakarta Asia/Jayapura Asia/Jerusalem Asia/Kabul Asia/Kamchatka
Asia/Karachi Asia/Kashgar Asia/Kathmandu Asia/Katmandu Asia/Khandyga Asia/Kolkata Asia/Krasnoyarsk
Asia/Kuala_Lumpur Asia/Kuching Asia/Kuwait Asia/Macao Asia/Macau Asia/Magadan Asia/Makassar Asia/Manila
Asia/Muscat Asia/Nicosia Asia/Novokuznetsk Asia/Novosibirsk Asia/Omsk Asia/Oral Asia/Phnom_Penh Asia/Pontianak
Asia/Pyongyang Asia/Qatar Asia/Qostanay Asia/Qyzylorda Asia/Rangoon Asia/Riyadh Asia/Saigon Asia/Sakhalin
Asia/Samarkand Asia/Seoul Asia/Shanghai Asia/Singapore Asia/Srednekolymsk Asia/Taipei Asia/Tashkent Asia/Tbilisi
Asia/Tehran Asia/Tel_Aviv Asia/Thimbu Asia/Thimphu Asia/Tokyo Asia/Tomsk Asia/Ujung_Pandang Asia/Ulaanbaatar
Asia/Ulan_Bator Asia/Urumqi Asia/Ust-Nera Asia/Vientiane Asia/Vladivostok Asia/Yakutsk Asia/Yangon
Asia/Yekaterinburg Asia/Yerevan Atlantic/Azores Atlantic/Bermuda Atlantic/Canary Atlantic/Cape_Verde
Atlantic/Faeroe Atlantic/Faroe Atlantic/Jan_Mayen Atlantic/Madeira Atlantic/Reykjavik Atlantic/South_Georgia
Atlantic/St_Helena Atlantic/Stanley Australia/Adelaide Australia/Brisbane Australia/Broken_Hill
Australia/Canberra Australia/Currie Australia/Darwin Australia/Hobart Australia/Lindeman Australia/Lord_Howe
Australia/Melbourne Australia/Perth Australia/Sydney Australia/Yancowinna Europe/Amsterdam Europe/Andorra
Europe/Astrakhan Europe/Athens Europe/Belfast Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels
Europe/Bucharest Europe/Budapest Europe/Busingen Europe/Chisinau Europe/Copenhagen Europe/Dublin
Europe/Gibraltar Europe/Guernsey Europe/Helsinki Europe/Isle_of_Man Europe/Istanbul Europe/Jersey
Europe/Kaliningrad Europe/Kiev Europe/Kirov Europe/Kyiv Europe/Lisbon Europe/Ljubljana Europe/London
Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Mariehamn Europe/Minsk Europe/Monaco Europe/Moscow
Europe/Nicosia Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague Europe/Riga Europe/Rome Europe/Samara
Europe/San_Marino Europe/Sarajevo Europe/Saratov Europe/Simferopol Europe/Skopje Europe/Sofia Europe/Stockholm
Europe/Tallinn Europe/Tirane Europe/Tiraspol Europe/Ulyanovsk Europe/Uzhgorod Europe/Vaduz Europe/Vatican
Europe/Vienna Europe/Vilnius Europe/Volgograd Europe/Warsaw Europe/Zagreb Europe/Zaporozhye Europe/Zurich
Indian/Antananarivo Indian/Chagos Indian/Christmas Indian/Cocos Indian/Comoro Indian/Kerguelen Indian/Mahe
Indian/Maldives Indian/Mauritius Indian/Mayotte Indian/Reunion Pacific/Apia Pacific/Auckland
Pacific/Bougainville Pacific/Chatham Pacific/Chuuk Pacific/Efate Pacific/Fakaofo Pacific/Fiji Pacific/Funafuti
Pacific/Galapagos Pacific/Gambier Pacific/Guadalcanal Pacific/Guam Pacific/Honolulu Pacific/Kiritimati
Pacific/Kosrae Pacific/Kwajalein Pacific/Majuro Pacific/Marquesas Pacific/Nauru Pacific/Niue Pacific/Norfolk
Pacific/Noumea Pacific/Pago_Pago Pacific/Palau Pacific/Pitcairn Pacific/Pohnpei Pacific/Ponape
Pacific/Port_Moresby Pacific/Rarotonga Pacific/Saipan Pacific/Samoa Pacific/Tahiti Pacific/Tarawa
Pacific/Tongatapu Pacific/Wallis
";

/// Names of cities and countries that are no zone's last step, by zone and parted by bars.
const NAMES: &[(&str, &str)] = &[
    (
        "Europe/London",
        "Londres|Royaume-Uni|UK|U.K.|Angleterre|Édimbourg|Edinburgh|Glasgow|Manchester|Cardiff|Birmingham|Belfast|Britain",
    ),
    ("Europe/Dublin", "Irish|Irlande|Ireland|Cork|Galway"),
    (
        "Europe/Paris",
        "France|France métropolitaine|métropole|Lyon|Marseille|Toulouse|Nantes|Lille|Bordeaux|Strasbourg|Nice|Montpellier|Rennes|Grenoble",
    ),
    ("Europe/Brussels", "Bruxelles|Belgique|Belgium|Liège|Anvers|Antwerp"),
    ("Europe/Zurich", "Genève|Geneva|Lausanne|Berne|Bern|Bâle|Basel|Suisse|Switzerland"),
    ("Europe/Luxembourg", "Luxembourg"),
    ("Europe/Berlin", "Allemagne|Germany|Munich|Francfort|Frankfurt|Hambourg|Hamburg|Cologne"),
    ("Europe/Madrid", "Espagne|Spain|Barcelone|Barcelona"),
    ("Europe/Lisbon", "Lisbonne|Portugal|Porto"),
    ("Europe/Rome", "Italie|Italy|Milan|Turin"),
    ("Europe/Vienna", "Vienne|Autriche|Austria"),
    ("Europe/Athens", "Athènes|Grèce|Greece"),
    ("Europe/Copenhagen", "Copenhague|Danemark|Denmark"),
    ("Europe/Stockholm", "Suède|Sweden"),
    ("Europe/Oslo", "Norvège|Norway"),
    ("Europe/Helsinki", "Finlande|Finland"),
    ("Europe/Warsaw", "Varsovie|Pologne|Poland|Cracovie|Krakow"),
    ("Europe/Amsterdam", "Pays-Bas|Netherlands|Rotterdam"),
    ("Europe/Bucharest", "Roumanie|Bucarest|Romania"),
    ("Europe/Moscow", "Moscou"),
    ("Europe/Kyiv", "Kyiv|Kiev"),
    ("Europe/Prague", "Tchéquie|Czechia"),
    ("Europe/Budapest", "Hongrie|Hungary"),
    ("Europe/Monaco", "Monaco"),
    (
        "America/New_York",
        "New York City|NYC|Washington|Washington DC|Boston|Miami|Atlanta|Philadelphie|Philadelphia|Orlando|Cleveland|Pittsburgh",
    ),
    ("America/Chicago", "Dallas|Houston|Austin|Minneapolis|La Nouvelle-Orléans|New Orleans|Nashville"),
    ("America/Los_Angeles", "San Francisco|Seattle|Portland|San Diego|Las Vegas|Californie|California|LA|SF"),
    ("America/Denver", "Salt Lake City"),
    ("America/Phoenix", "Phoenix"),
    ("America/Toronto", "Montréal|Montreal|Québec|Quebec|Ottawa"),
    ("America/Edmonton", "Calgary"),
    ("America/Mexico_City", "Mexico|Mexique"),
    ("America/Sao_Paulo", "Brasilia|São Paulo|Rio de Janeiro|Rio"),
    ("America/St_Johns", "St. John's|Saint John's|Newfoundland|Terre-Neuve"),
    ("America/Havana", "La Havane"),
    ("America/Argentina/Buenos_Aires", "Buenos Aires|Argentine|Argentina"),
    ("America/Guadeloupe", "Guadeloupe|la Guadeloupe|Pointe-à-Pitre"),
    ("America/Martinique", "Martinique|la Martinique|Fort-de-France|Antilles"),
    ("America/Cayenne", "Guyane|la Guyane"),
    ("America/Marigot", "Saint-Martin"),
    ("America/St_Barthelemy", "Saint-Barthélemy"),
    ("America/Miquelon", "Saint-Pierre-et-Miquelon"),
    ("Indian/Reunion", "La Réunion|Réunion|Saint-Denis de La Réunion"),
    ("Indian/Mayotte", "Mayotte|Mamoudzou"),
    ("Indian/Mauritius", "île Maurice|Maurice|Mauritius"),
    ("Pacific/Noumea", "Nouvelle-Calédonie|Nouméa"),
    ("Pacific/Tahiti", "Tahiti|Papeete|Polynésie"),
    ("Pacific/Wallis", "Wallis"),
    ("Africa/Cairo", "Le Caire"),
    ("Africa/Algiers", "Alger|Algérie|Algeria"),
    ("Africa/Tunis", "Tunisie|Tunisia"),
    ("Africa/Casablanca", "Maroc|Morocco|Rabat"),
    ("Africa/Dakar", "Sénégal|Senegal"),
    ("Africa/Abidjan", "Côte d'Ivoire|Ivory Coast"),
    ("Africa/Douala", "Cameroun|Yaoundé"),
    ("Africa/Porto-Novo", "Bénin|Cotonou"),
    ("Africa/Lome", "Togo|Lomé"),
    ("Indian/Antananarivo", "Madagascar|Tananarive"),
    ("Africa/Nairobi", "Kenya"),
    ("Africa/Lagos", "Nigeria"),
    ("Africa/Accra", "Ghana"),
    ("Africa/Johannesburg", "Cape Town|Le Cap|South Africa"),
    ("Africa/Addis_Ababa", "Addis-Abeba"),
    ("Asia/Beirut", "Beyrouth|Liban|Lebanon"),
    ("Asia/Jerusalem", "Jérusalem|Israël|Israel"),
    ("Asia/Dubai", "Dubaï|Abou Dabi|Abu Dhabi"),
    ("Asia/Qatar", "Doha"),
    ("Asia/Riyadh", "Riyad"),
    ("Asia/Tehran", "Téhéran"),
    ("Asia/Kolkata", "Delhi|New Delhi|Mumbai|Bombay|Bangalore|Bengaluru|Chennai|Hyderabad|India|Inde"),
    ("Asia/Shanghai", "Pékin|Beijing|Shenzhen|Chine|China"),
    ("Asia/Singapore", "Singapour"),
    ("Asia/Seoul", "Séoul|Corée|Korea"),
    ("Asia/Tokyo", "Japon|Japan|Osaka"),
    ("Asia/Ho_Chi_Minh", "Hanoï|Hanoi|Saïgon"),
    ("Asia/Hong_Kong", "Hong-Kong"),
    ("Asia/Baku", "Bakou"),
    ("Asia/Tbilisi", "Tbilissi"),
    ("Australia/Sydney", "Canberra"),
    ("Pacific/Auckland", "Wellington|New Zealand|Nouvelle-Zélande"),
    ("Pacific/Honolulu", "Hawaï|Hawaii"),
    ("Europe/Istanbul", "Turquie|Turkey"),
    ("Europe/Sofia", "Bulgarie"),
    ("Europe/Belgrade", "Belgrade"),
    ("Europe/Zagreb", "Croatie"),
];

/// The most words that a place's name has.
pub(super) const MOST_WORDS: usize = 5;

static PLACES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let cities = ZONES.split_whitespace().filter_map(|zone| {
        let city = zone.rsplit('/').next()?;
        Some((key(city), zone))
    });
    let names = NAMES.iter().flat_map(|(zone, names)| names.split('|').map(|name| (key(name), *zone)));
    cities.chain(names).collect()
});

fn key(name: &str) -> String {
    fold(name).replace(['-', '_', '.', '\''], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The IANA zone of a city or country by its name, in any spelling.
pub fn zone_of(name: &str) -> Option<&'static str> {
    PLACES.get(&key(name)).copied()
}

/// The IANA zone of that very name.
pub(super) fn zone_named(name: &str) -> Option<&'static str> {
    ZONES.split_whitespace().find(|zone| *zone == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_of_the_table_is_one() {
        for zone in ZONES.split_whitespace().chain(NAMES.iter().map(|(zone, _)| *zone)) {
            assert!(jiff::tz::TimeZone::get(zone).is_ok(), "{zone}");
        }
    }

    #[test]
    fn names_are_found_in_both_languages() {
        assert_eq!(zone_of("Londres"), Some("Europe/London"));
        assert_eq!(zone_of("new york"), Some("America/New_York"));
        assert_eq!(zone_of("Montréal"), Some("America/Toronto"));
        assert_eq!(zone_of("La Réunion"), Some("Indian/Reunion"));
        assert_eq!(zone_of("Pont-Vieux"), None);
    }
}
