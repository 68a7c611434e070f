//! Words that are written otherwise than they show: each is read as a reader sees it.

use crate::{found_by, right};

found_by! { "other-event":
    the_title_as_it_is = "<p>Bienvenue à « Composer un herbier de saison ».</p>";
    zero_width_spaces = "<p>« Compo\u{200b}ser un her\u{200b}bier de saison »</p>";
    zero_width_spaces_as_entities = "<p>« Compo&#x200b;ser un her&#8203;bier de saison »</p>";
    zero_width_joiners = "<p>« Compo\u{200d}ser un her\u{200c}bier de saison »</p>";
    a_byte_order_mark_in_a_word = "<p>« Compo\u{feff}ser un herbier de saison »</p>";
    word_joiners = "<p>« Compo\u{2060}ser un her\u{2060}bier de saison »</p>";
    invisible_times_signs = "<p>« Compo\u{2062}ser un herbier de saison »</p>";
    soft_hyphens = "<p>« Com&shy;po&shy;ser un her\u{ad}bier de saison »</p>";
    variation_selectors = "<p>« Compo\u{fe0f}ser un herbier de saison »</p>";
    tag_characters = "<p>« Compo\u{e0061}ser un herbier de saison »</p>";
    the_mongolian_vowel_separator = "<p>« Compo\u{180e}ser un herbier de saison »</p>";
    grapheme_joiners = "<p>« Compo\u{34f}ser un herbier de saison »</p>";
    marks_of_direction = "<p>« Compo\u{200e}ser un her\u{200f}bier de saison »</p>";
    isolates = "<p>« \u{2066}Composer un\u{2069} herbier de saison »</p>";
    hangul_fillers_as_spaces = "<p>« Composer\u{3164}un\u{115f}herbier de saison »</p>";
    blank_braille_as_a_space = "<p>« Composer\u{2800}un herbier de saison »</p>";
    spaces_of_all_widths = "<p>« Composer\u{2009}un\u{2003}herbier\u{3000}de&nbsp;saison »</p>";
    places_to_break = "<p>« Compo<wbr>ser un her<wbr/>bier de saison »</p>";
    comments_inside_words = "<p>« Compo<!-- x -->ser un her<!---->bier de saison »</p>";
    tags_inside_words = "<p>« Compo<b>ser</b> un her<span></span>bier de saison »</p>";
    entities_for_letters = "<p>« &#67;omposer un herbier de &#x73;aison »</p>";
    entities_without_their_end = "<p>« &#67omposer un herbier de saison »</p>";
    one_cyrillic_letter = "<p>« Composer un herbier de s\u{430}ison »</p>";
    many_cyrillic_letters = "<p>« C\u{43e}mp\u{43e}s\u{435}r un h\u{435}rbi\u{435}r d\u{435} s\u{430}is\u{43e}n »</p>";
    a_greek_letter = "<p>« C\u{3bf}mposer un herbier de saison »</p>";
    full_width_letters = "<p>« Ｃｏｍｐｏｓｅｒ un herbier de saison »</p>";
    mathematical_letters = "<p>« 𝐂𝐨𝐦𝐩𝐨𝐬𝐞𝐫 un herbier de saison »</p>";
    long_s = "<p>« Compoſer un herbier de saiſon »</p>";
    a_bar_over_letters = "<p>« Co\u{337}mposer un herbier de saison »</p>";
    capitals_by_style = "<p style=\"text-transform:uppercase\">Composer un herbier de saison</p>";
    a_line_break_in_the_title = "<p>Composer un<br>herbier de saison</p>";
    underscores_for_spaces = "<p>Composer_un_herbier_de_saison</p>";
    a_second_body = "</body><body><p>Composer un herbier de saison</p></body>";
    content_after_the_end = "</body></html><p>Composer un herbier de saison</p>";
    a_comment_that_ends_with_a_bang = "<!-- a --!><p>Composer un herbier de saison</p>";
    a_comment_that_ends_at_once = "<!--><p>Composer un herbier de saison</p> -->";
    a_character_section_in_html = "<![CDATA[ <p>Composer un herbier de saison</p> ]]>";
    a_drawing_with_text = "<svg><text>Composer un herbier de saison</text></svg>";
    an_annotated_title = "<ruby>Composer un herbier de saison<rt>x</rt></ruby>";
    the_value_of_a_field = "<input value=\"Composer un herbier de saison\">";
    the_hint_of_a_field = "<input placeholder=\"Composer un herbier de saison\">";
    what_scripts_would_replace = "<noscript>Composer un herbier de saison</noscript>";
    an_alternative_text = "<img alt=\"Composer un herbier de saison\" src=\"https://x.exemple.test/a.png\" width=\"9\">";
}

found_by! { "event-date":
    a_date_with_zero_width_spaces = "<p>Rendez-vous jeudi 1\u{200b}1 fév\u{200b}rier 2027.</p>";
    a_date_in_full_width_digits = "<p>Rendez-vous jeudi １１ février ２０２７.</p>";
    a_date_with_a_soft_hyphen = "<p>Rendez-vous jeudi 11 fév&shy;rier 2027.</p>";
    a_date_cut_by_tags = "<p>Rendez-vous jeudi 1<b>1</b> fé<i>vrier</i> 2027.</p>";
    a_date_cut_by_a_comment = "<p>Rendez-vous jeudi 1<!-- -->1 février 2027.</p>";
    a_date_with_a_cyrillic_letter = "<p>Rendez-vous jeudi 11 févri\u{435}r 2027.</p>";
}

found_by! { "event-time":
    an_hour_with_a_zero_width_space = "<p>Rendez-vous à 2\u{200b}0 h.</p>";
    an_hour_in_mathematical_digits = "<p>Rendez-vous à 𝟐𝟎 h.</p>";
    an_hour_with_a_raised_h = "<p>Rendez-vous à 20<sup>h</sup>.</p>";
}

found_by! { "speaker-other-event":
    a_name_with_a_zero_width_space = "<p>Avec Aurélie Vas\u{200b}seur.</p>";
    a_name_with_a_cyrillic_letter = "<p>Avec Aurélie V\u{430}sseur.</p>";
    a_name_with_loose_accents = "<p>Avec Aure\u{301}lie Vasseur.</p>";
}

found_by! { "leftover-tag":
    an_escaped_tag = "<p>\\{{event.title}}</p>";
    a_tag_of_entities = "<p>&#123;&#123;event.title}}</p>";
    a_tag_with_a_zero_width_space = "<p>{\u{200b}{event.title}}</p>";
    a_tag_cut_by_tags = "<p>{<b></b>{event.title}<i></i>}</p>";
    a_tag_in_full_width_braces = "<p>｛｛event.title｝｝</p>";
    a_merge_tag_cut_by_a_comment = "<p>*|FN<!-- -->AME|*</p>";
    a_merge_tag_with_a_zero_width_space = "<p>Bonjour %%Pré\u{200b}nom%%</p>";
}

found_by! { "look-alike":
    letters_of_another_alphabet = "<p>Une s\u{430}ison de séances.</p>";
    letters_of_another_alphabet_in_a_picture = "<img alt=\"s\u{430}ison\" src=\"https://x.exemple.test/a.png\" width=\"9\">";
}

found_by! { "text-direction":
    an_override_of_direction = "<p>« \u{202e}nosias ed reibreh nu resopmoC\u{202c} »</p>";
    an_element_that_turns_text_around = "<p><bdo dir=\"rtl\">nosias ed reibreh nu resopmoC</bdo></p>";
    a_style_that_turns_text_around = "<p style=\"unicode-bidi:bidi-override;direction:rtl\">nosias ed reibreh</p>";
    an_embedding_without_letters_for_it = "<p>\u{202b}11/02 - 12/02\u{202c}</p>";
}

found_by! { "comment-unclosed":
    a_comment_without_its_end = "<!-- à relire <p>Composer un herbier de saison</p>";
}

found_by! { "markup-left":
    a_tag_without_its_end = "<p Composer un herbier de saison";
    elements_that_show_their_source = "<xmp><b>Bonjour</b></xmp>";
}

right! {
    the_right_mail = "";
    a_right_title_with_soft_hyphens = "<p>Tenir un car&shy;net de ter&shy;rain</p>";
    emoji_of_several_parts = "<p>Merci 👨\u{200d}👩\u{200d}👧 ❤\u{fe0f} 1\u{fe0f}\u{20e3}</p>";
    a_telephone_number_between_marks = "<p>Une question ? \u{202a}Écrivez-nous\u{202c}</p>";
    words_of_other_alphabets = "<p>Привет, γειά σου, TNFα, β-lactamine</p>";
}
