// Fills in what Handlebars.js gives for each case of cases.json: `expected`, or `throws: true`.
//
//   npm install --prefix FOLDER handlebars@4.7 && node tests/handlebars/expected.mjs FOLDER
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = resolve(process.argv[2] ?? '.');
const Handlebars = createRequire(join(folder, 'package.json'))('handlebars');
const path = join(dirname(fileURLToPath(import.meta.url)), 'cases.json');
const cases = JSON.parse(readFileSync(path, 'utf8'));
for (const one of cases) {
  delete one.expected;
  delete one.throws;
  const own = Handlebars.create();
  own.log = () => {};
  for (const [name, text] of Object.entries(one.partials)) own.registerPartial(name, text);
  try {
    one.expected = own.compile(one.template)(one.data);
  } catch {
    one.throws = true;
  }
}
const lines = cases.map((one) => '  ' + JSON.stringify(one));
writeFileSync(path, '[\n' + lines.join(',\n') + '\n]\n');
const thrown = cases.filter((one) => one.throws).map((one) => one.id);
console.log(`${cases.length} cases, of which ${thrown.length} are refused: ${thrown.join(' ')}`);
