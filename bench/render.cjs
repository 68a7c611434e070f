// Renders a mail for each recipient with Handlebars.js: node render.cjs DATA.json RECIPIENTS.csv
// DATA.json is what `render-bare PROJECT DATA.json` writes. The cells hold no quotes and no commas.
const fs = require('fs')
const readline = require('readline')
const Handlebars = require('handlebars')

async function main() {
  const { template, event } = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))
  const render = Handlebars.compile(template)
  const lines = readline.createInterface({ input: fs.createReadStream(process.argv[3]), crlfDelay: Infinity })
  let names = null
  let rows = 0
  let length = 0
  for await (const line of lines) {
    const cells = line.split(',')
    if (names === null) {
      names = cells
      continue
    }
    const recipient = Object.fromEntries(names.map((name, at) => [name, cells[at]]))
    length += render({ event, recipient }).length
    rows += 1
  }
  console.log(`${rows} mails, ${length} characters`)
}

main()
