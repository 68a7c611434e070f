// Writes the table of what mail programs support, src/rules/kinds/support/caniemail.tsv, from the data of Can I email.
//
//   npm install --prefix FOLDER caniemail@2 && node scripts/caniemail.mjs FOLDER
//
// The package carries the site's own data (https://www.caniemail.com/api/data.json), so that a run needs no other
// network and says the same again.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = resolve(process.argv[2] ?? '.', 'node_modules/caniemail');
const data = JSON.parse(readFileSync(join(folder, 'data/caniemail.json'), 'utf8'));
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const path = join(dirname(fileURLToPath(import.meta.url)), '../src/rules/kinds/support/caniemail.tsv');

// The programs that presend knows: those that most people in France and beyond read mail with. Of several platforms of
// one program, the one that supports least counts.
const programs = {
  outlook: [['outlook', 'windows']],
  'outlook-mac': [['outlook', 'macos']],
  'outlook-web': [['outlook', 'outlook-com']],
  'outlook-mobile': [['outlook', 'ios'], ['outlook', 'android']],
  gmail: [['gmail', 'desktop-webmail'], ['gmail', 'ios'], ['gmail', 'android']],
  'apple-mail': [['apple-mail', 'macos'], ['apple-mail', 'ios']],
  yahoo: [['yahoo', 'desktop-webmail'], ['yahoo', 'ios'], ['yahoo', 'android']],
  orange: [['orange', 'desktop-webmail'], ['orange', 'ios'], ['orange', 'android']],
  laposte: [['laposte', 'desktop-webmail'], ['laposte', 'ios'], ['laposte', 'android']],
  sfr: [['sfr', 'desktop-webmail'], ['sfr', 'ios'], ['sfr', 'android']],
  free: [['free-fr', 'desktop-webmail']],
  samsung: [['samsung-email', 'android']],
  thunderbird: [['thunderbird', 'macos'], ['thunderbird', 'windows']],
};

// How a feature is recognised in a mail: `property`, `value` (of a property), `function` and `unit` (in a value),
// `element`, `attribute`, `image` (an ending of an image's address). Those that are told by their title need no line;
// selectors, pseudo-classes and at-rules stand in style sheets, which presend does not judge.
const marks = {
  'css-align-items': 'property align-items',
  'css-block-inline-size': 'property block-size inline-size',
  'css-border-inline-block-individual':
    'property border-block-end border-block-start border-inline-end border-inline-start',
  'css-border-inline-block': 'property border-inline border-block',
  'css-column-layout-properties': 'property column-fill column-rule column-span column-width columns',
  'css-display-flex': 'value display flex inline-flex',
  'css-display-grid': 'value display grid inline-grid',
  'css-flex-direction': 'property flex-direction',
  'css-flex-wrap': 'property flex-wrap',
  'css-function-clamp': 'function clamp',
  'css-function-light-dark': 'function light-dark',
  'css-function-max': 'function max',
  'css-function-min': 'function min',
  'css-conic-gradient': 'function conic-gradient',
  'css-linear-gradient': 'function linear-gradient',
  'css-radial-gradient': 'function radial-gradient',
  'css-modern-color': 'function lch oklch lab oklab',
  'css-rgba': 'function rgba',
  'css-unit-calc': 'function calc',
  'css-variables': 'function var',
  'css-gap': 'property gap column-gap row-gap',
  'css-grid-template':
    'property grid-template grid-template-areas grid-template-columns grid-template-rows',
  'css-left-right-top-bottom': 'property left right top bottom',
  'css-margin-block-start-end': 'property margin-block-start margin-block-end',
  'css-margin-inline-block': 'property margin-inline margin-block',
  'css-margin-inline-start-end': 'property margin-inline-start margin-inline-end',
  'css-padding-block-start-end': 'property padding-block-start padding-block-end',
  'css-padding-inline-block': 'property padding-inline padding-block',
  'css-padding-inline-start-end': 'property padding-inline-start padding-inline-end',
  'css-position': 'value position relative absolute fixed sticky',
  'html-button-submit': 'element button',
  'html-input-text': 'element input',
  'html-semantics': 'element article aside details figcaption figure footer header main mark nav section summary time',
  'html-svg': 'element svg',
  'html-srcset': 'attribute srcset',
  'html-popover': 'attribute popover',
  'html-loading-attribute': 'attribute loading',
  'html-background': 'attribute background',
  'image-avif': 'image avif',
  'image-base64': 'image data',
  'image-bmp': 'image bmp',
  'image-heif': 'image heic heif',
  'image-ico': 'image ico',
  'image-mp4': 'image mp4',
  'image-svg': 'image svg',
  'image-tiff': 'image tif tiff',
  'image-webp': 'image webp',
};

// Of these the title would be read wrongly, or the mail loses nothing without them.
const left = new Set(['html-base', 'html-body', 'html-link', 'html-style', 'html-img', 'html-table', 'html-h1-h6',
  'html-lists', 'html-address', 'css-comments', 'css-important', 'css-nesting', 'css-inert-attribute']);

function mark(feature) {
  if (left.has(feature.slug)) return null;
  if (marks[feature.slug]) return marks[feature.slug];
  const unit = /^css-unit-([a-z]+)$/.exec(feature.slug);
  if (unit && /^[a-z]+ unit$/.test(feature.title) && unit[1] !== 'initial') return `unit ${unit[1]}`;
  const element = /^<([a-z]+)> element$/.exec(feature.title);
  if (element) return `element ${element[1]}`;
  const property = /^([a-z-]+)( property)?\s*$/.exec(feature.title);
  if (property && feature.category === 'css' && !/^css-pseudo|^css-sel|^css-at-/.test(feature.slug)) {
    return `property ${property[1]}`;
  }
  return null;
}

// The latest answer for a platform: `y`, `n`, `a` (partly) or `u`.
const latest = (stats, [family, platform]) => Object.values(stats[family]?.[platform] ?? {}).at(-1)?.[0];

const lacking = (feature) =>
  Object.entries(programs)
    .filter(([, platforms]) => platforms.some((platform) => latest(feature.stats, platform) === 'n'))
    .map(([name]) => name)
    .join(' ');

const rows = data.data
  .map((feature) => [feature.slug, mark(feature), lacking(feature), feature.last_test_date])
  .filter(([, how, no]) => how && no)
  .sort(([a], [b]) => (a < b ? -1 : 1));
const day = data.last_update_date.slice(0, 10);
const head = [
  '# What mail programs do not support, from Can I email, https://www.caniemail.com (data of ' + day + ', by way of',
  `# npm caniemail ${version}). MIT License, Copyright (c) 2019 Rémi Parmentier.`,
  '# Written by scripts/caniemail.mjs: do not edit.',
  '# feature\thow it is recognised\tnot supported by\tlast tested',
];
writeFileSync(path, [...head, ...rows.map((row) => row.join('\t'))].join('\n') + '\n');
console.log(`${rows.length} of ${data.data.length} features, data of ${day}`);
