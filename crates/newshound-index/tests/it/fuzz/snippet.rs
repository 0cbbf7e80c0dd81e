//! Texts of any characters: the pieces of a headline are the headline, those of a snippet a passage of the text.

use newshound_index::article::{Article, Block};
use newshound_index::build::{BuildOptions, SegmentBuilder};
use newshound_index::search::{Parts, Request, search};
use newshound_index::segment::{Segment, TextMode};

use super::{Chance, run, text};

fn joined(parts: &Parts<'_>) -> String {
    parts.pieces().map(|piece| piece.text).collect()
}

fn article(chance: &mut Chance, at: usize) -> Article {
    let most = *chance.of(&[0, 5, 60, 600]);
    let block = |chance: &mut Chance| match chance.below(5) {
        0 => Block::Subheading(text(chance, 6)),
        1 => Block::Caption(text(chance, 20)),
        _ => Block::Paragraph(text(chance, most)),
    };
    Article {
        id: at.to_string(),
        title: text(chance, 8),
        standfirst: chance.one_in(3).then(|| text(chance, 12)),
        blocks: (0..chance.below(4)).map(|_| block(chance)).collect(),
        ..Article::default()
    }
}

#[test]
fn any_text() {
    run(400, |chance| {
        let articles: Vec<Article> = (0..1 + chance.below(4)).map(|at| article(chance, at)).collect();
        let mode = *chance.of(&[TextMode::Inside, TextMode::Inside, TextMode::Standfirst]);
        let language = chance.one_in(2).then(|| "en".to_owned());
        let mut builder = SegmentBuilder::new(BuildOptions { text: mode, language, ..BuildOptions::default() });
        articles.iter().cloned().for_each(|article| builder.add(article));
        let built = builder.finish();
        let segment = Segment::open(&built.bytes).unwrap();
        segment.verify().unwrap();
        for _ in 0..4 {
            let request = Request { text: text(chance, 5), collapse: false, ..Request::default() };
            for hit in search(&segment, &request).unwrap().hits {
                let article = &articles[hit.id.parse::<usize>().unwrap()];
                assert_eq!(joined(&hit.title_parts), article.title);
                for parts in [&hit.title_parts, &hit.snippet] {
                    let pieces: Vec<_> = parts.pieces().collect();
                    assert!(pieces.iter().all(|piece| !piece.text.is_empty()), "{request:?}");
                    assert!(pieces.windows(2).all(|two| two[0].is_match != two[1].is_match), "{request:?}");
                    assert_eq!(pieces.iter().filter(|piece| piece.is_match).count(), parts.marks.len(), "{request:?}");
                }
                let snippet = joined(&hit.snippet);
                assert_eq!(snippet.is_empty(), hit.snippet_source.is_none(), "{request:?}");
                let passage = snippet.strip_prefix("… ").unwrap_or(&snippet);
                let passage = passage.strip_suffix(" …").unwrap_or(passage);
                // Or the text itself begins or ends so.
                let mut sources = article.blocks.iter().map(Block::text).chain(article.standfirst.as_deref());
                let is_lead = mode == TextMode::Standfirst;
                assert!(
                    is_lead
                        || snippet.is_empty()
                        || sources.any(|text| text.contains(passage) || text.contains(&snippet)),
                    "{snippet:?} for {request:?} in {article:?}"
                );
                // About 220 characters; a standfirst is shown as a whole.
                let most = article.standfirst.as_ref().map_or(0, |text| text.chars().count()).max(240);
                assert!(snippet.chars().count() <= most, "{snippet:?}");
            }
        }
    });
}
