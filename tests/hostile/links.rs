//! Links that are written otherwise than they lead.

use crate::{found_by, right};

found_by! { "link-other-event":
    the_link_as_it_is = "<a href=\"https://salle.exemple.test/herbier\">Ici</a>";
    an_entity_in_a_link = "<a href=\"https://salle.exemple.test/her&#98;ier\">Ici</a>";
    an_entity_in_the_scheme = "<a href=\"&#x68;ttps://salle.exemple.test/herbier\">Ici</a>";
    a_percent_code_in_a_link = "<a href=\"https://salle.exemple.test/%68erbier\">Ici</a>";
    a_link_in_capitals = "<a href=\"HTTPS://SALLE.EXEMPLE.TEST/herbier\">Ici</a>";
    a_link_with_its_port = "<a href=\"https://salle.exemple.test:443/herbier\">Ici</a>";
    a_link_that_goes_up = "<a href=\"https://salle.exemple.test/x/../herbier\">Ici</a>";
    a_link_without_its_scheme = "<a href=\"//salle.exemple.test/herbier\">Ici</a>";
    ideographic_full_stops = "<a href=\"https://salle。exemple。test/herbier\">Ici</a>";
    a_link_without_quotes = "<a href=https://salle.exemple.test/herbier>Ici</a>";
    a_link_inside_a_link = "<a href=\"https://salle.exemple.test/carnet\"><a href=\"https://salle.exemple.test/herbier\">x</a></a>";
    a_slash_before_the_attribute = "<a/href=\"https://salle.exemple.test/herbier\">Ici</a>";
    a_greater_than_in_an_attribute = "<a title=\">\" href=\"https://salle.exemple.test/herbier\">Ici</a>";
    an_attribute_over_lines = "<a\nhref\n=\n\"https://salle.exemple.test/herbier\">Ici</a>";
    a_link_of_a_map = "<map><area href=\"https://salle.exemple.test/herbier\" alt=\"Ici\"></map>";
    a_link_of_a_drawing = "<svg><a xlink:href=\"https://salle.exemple.test/herbier\"><text>Ici</text></a></svg>";
    a_page_inside_the_mail = "<iframe src=\"https://salle.exemple.test/herbier\"></iframe>";
    a_button_of_a_form = "<button formaction=\"https://salle.exemple.test/herbier\">Ici</button>";
    a_link_for_outlook_alone = "<!--[if mso]><v:roundrect href=\"https://salle.exemple.test/herbier\">x</v:roundrect><![endif]-->";
    behind_a_search_engine = "<a href=\"https://www.google.com/url?q=https%3A%2F%2Fsalle.exemple.test%2Fherbier&sa=D\">Ici</a>";
    behind_a_mail_filter = "<a href=\"https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fsalle.exemple.test%2Fherbier\">Ici</a>";
    behind_another_mail_filter = "<a href=\"https://urldefense.com/v3/__https://salle.exemple.test/herbier__;!!x\">Ici</a>";
    behind_a_social_network = "<a href=\"https://l.facebook.com/l.php?u=https%3A%2F%2Fsalle.exemple.test%2Fherbier\">Ici</a>";
    behind_a_video_site = "<a href=\"https://www.youtube.com/redirect?q=https%3A%2F%2Fsalle.exemple.test%2Fherbier\">Ici</a>";
    behind_any_redirect = "<a href=\"https://autre.exemple.test/go?url=https://salle.exemple.test/herbier\">Ici</a>";
    an_archived_copy = "<a href=\"https://web.archive.org/web/2027/https://salle.exemple.test/herbier\">Ici</a>";
}

found_by! { "link-broken":
    a_tab_in_a_link = "<a href=\"https://salle.exemple.test/her\tbier\">Ici</a>";
    a_line_break_in_a_link = "<a href=\"https://salle.exemple.test/\nherbier\">Ici</a>";
    backslashes_in_a_link = "<a href=\"https:\\\\salle.exemple.test\\herbier\">Ici</a>";
    a_zero_width_space_in_a_link = "<a href=\"https://salle.exemple.test/her\u{200b}bier\">Ici</a>";
    a_soft_hyphen_in_a_link = "<a href=\"https://salle.exemple.test/her&shy;bier\">Ici</a>";
    a_name_before_the_host = "<a href=\"https://salle.exemple.test@voleur.exemple.test/carnet\">Ici</a>";
    a_coded_name_before_the_host = "<a href=\"https://salle.exemple.test%2Fcarnet@voleur.exemple.test/\">Ici</a>";
    a_cyrillic_host = "<a href=\"https://s\u{430}lle.exemple.test/carnet\">Ici</a>";
    a_cyrillic_host_in_code = "<a href=\"https://xn--slle-53d.exemple.test/carnet\">Ici</a>";
    a_script = "<a href=\"javascript:alert(1)\">Ici</a>";
    a_script_in_odd_letters = "<a href=\"JaVaScRiPt:alert(1)\">Ici</a>";
    a_script_with_a_tab = "<a href=\"java&#x09;script:alert(1)\">Ici</a>";
    a_script_with_an_entity = "<a href=\"javascript&colon;alert(1)\">Ici</a>";
    a_script_behind_a_control_character = "<a href=\"\u{1}javascript:alert(1)\">Ici</a>";
    a_script_of_another_kind = "<a href=\"vbscript:msgbox(1)\">Ici</a>";
    a_page_of_data = "<a href=\"data:text/html,<script>alert(1)</script>\">Ici</a>";
    a_page_of_coded_data = "<a href=\"data:text/html;base64,PHNjcmlwdD4=\">Ici</a>";
    a_file_of_the_reader = "<a href=\"file:///etc/passwd\">Ici</a>";
    the_source_of_a_page = "<a href=\"view-source:https://x.test\">Ici</a>";
    a_command_of_the_system = "<a href=\"ms-msdt:/id x\">Ici</a>";
    an_address_as_a_number = "<a href=\"http://2130706433/x\">Ici</a>";
    an_address_as_hexadecimal = "<a href=\"http://0x7f.1/x\">Ici</a>";
    the_readers_own_machine = "<a href=\"http://[::1]/x\">Ici</a>";
    a_base_for_all_links = "<base href=\"https://voleur.exemple.test/\"><a href=\"carnet\">Ici</a>";
}

found_by! { "link-text":
    words_that_show_another_address = "<a href=\"https://voleur.exemple.test/x\">salle.exemple.test/carnet</a>";
    words_that_show_another_scheme_and_address = "<a href=\"https://voleur.test/x\">https://salle.exemple.test/carnet</a>";
    an_address_among_words = "<a href=\"https://voleur.test/x\">Voir https://salle.exemple.test/carnet ici</a>";
    an_address_with_a_zero_width_space = "<a href=\"https://voleur.test/x\">https://salle.exem\u{200b}ple.test/carnet</a>";
    words_that_show_another_host = "<a href=\"https://voleur.test/x\">salle.exemple.test</a>";
}

right! {
    words_that_show_the_own_address = "<p><a href=\"https://salle.exemple.test/carnet\">https://salle.exemple.test/carnet</a></p>";
    words_that_show_the_own_host = "<p><a href=\"https://salle.exemple.test/carnet\">salle.exemple.test</a></p>";
    words_that_are_a_file = "<p><a href=\"https://autre.test/docs/1\">programme.v2.pdf</a></p>";
    the_own_link_behind_a_mail_filter = "<p><a href=\"https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fsalle.exemple.test%2Fcarnet\">Rejoindre</a></p>";
}
