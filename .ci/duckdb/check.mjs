// Runs the SQL of the topic "sql", as it stands there, in DuckDB, and compares what it
// gives with what plain Node reads from the same files and with the site's data.csv.
//   node check.mjs REPOSITORY HISTORY SITE
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'

const [repository, history, site] = process.argv.slice(2).map((path) => resolve(path))
const failures = []

// same compares two lists of lines, whatever their order.
function same(what, got, want) {
  got = got.map((line) => JSON.stringify(line)).sort()
  want = want.map((line) => JSON.stringify(line)).sort()
  if (want.length === 0) failures.push(`${what}: there is nothing to compare`)
  if (isDeepStrictEqual(got, want)) {
    console.log(`${what}: ${got.length} agree`)
    return
  }
  const only = (a, b) => a.filter((line) => !new Set(b).has(line)).slice(0, 3).join('\n    ')
  failures.push(`${what}: ${got.length} in DuckDB, ${want.length} expected
  only in DuckDB:\n    ${only(got, want)}\n  only expected:\n    ${only(want, got)}`)
}

// The topic. Whatever names a bucket cannot be run here.
const topic = readFileSync(join(repository, 'cmd', 'datarocks', 'help', 'sql.md'), 'utf8')
const section = topic.split(/^## Asking in SQL$/m)[1]?.split(/^##+ /m)[0] ?? ''
const blocks = [...section.matchAll(/^```sql\n(.*?)^```$/gms)].map((match) => match[1])
const statements = blocks
  .filter((block) => !block.includes('s3://'))
  .flatMap((block) => block.split(/;\s*$/m))
  .filter((statement) => statement.trim())
if (statements.length !== 5) throw new Error(`sql.md: ${statements.length} statements to run, not 2 views and 3 queries`)

// Every table there must have the columns that a row has.
const columns = [...readFileSync(join(repository, 'history', 'row', 'row.go'), 'utf8').matchAll(/`json:"(\w+)/g)].map((match) => match[1])
const tables = blocks.filter((block) => /\bvarchar|string\b/i.test(block) && block.includes('v1/days'))
if (tables.length !== 3) throw new Error(`sql.md: ${tables.length} tables, not those of DuckDB, Athena and Trino`)
for (const table of tables) {
  const named = [...table.matchAll(/[`"]?(\w+)[`"]?:? '?(?:date|varchar|string|bigint|timestamp)\b/gi)].map((match) => match[1])
  same(`columns of the ${table.split(/\s+AS\b|\(/)[0].toLowerCase().trim()}`, named, columns)
}

const db = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect()
const ask = async (sql) => (await db.runAndReadAll(sql)).getRowsJson()
if (basename(history) !== 'data') throw new Error(`the topic asks the folder data, not ${history}`)
process.chdir(join(history, '..'))
for (const view of statements.slice(0, 2)) await db.run(view)

// The other reader: lines of files, joined as the topic says.
const days = join(history, 'v1', 'days')
const stored = readdirSync(days, { recursive: true })
  .filter((file) => file.endsWith('.ndjson'))
  .flatMap((file) => readFileSync(join(days, file), 'utf8').split('\n').filter(Boolean))
  .map((line) => JSON.parse(line))
const rank = (row) => {
  if (row.status === 'retracted' || row.via === 'manual') return 4
  if (row.value !== undefined) return row.via?.startsWith('import:') ? 2 : 3
  return row.status === 'held' ? 1 : 0
}
const seriesOf = (row) => [row.artist, row.source, row.metric]
const keyOf = (row) => [row.date, ...seriesOf(row)].join('|')
const joined = new Map()
for (const row of stored) {
  const other = joined.get(keyOf(row))
  const greater = !other || rank(row) - rank(other) || Date.parse(row.at) - Date.parse(other.at)
  if (greater === true || greater > 0) joined.set(keyOf(row), row)
}
const counts = [...joined.values()]

// As DuckDB writes them: whole numbers as text, times without T and Z.
const text = (value) => (value === undefined ? null : String(value))
const cells = (row) => columns.map((c) => (c === 'at' ? row.at.replace('T', ' ').replace('Z', '') : text(row[c])))
const list = columns.map((c) => `"${c}"`).join(', ')
same('rows as stored', await ask(`SELECT ${list} FROM history`), stored.map(cells))
same('rows joined', await ask(`SELECT ${list} FROM counts`), counts.map(cells))

function totals(rows) {
  const groups = new Map()
  for (const row of rows) {
    const name = [row.date.slice(0, 4), row.date.slice(5, 7), row.artist, row.source].map((part, i) => (i < 2 ? Number(part) : part))
    const group = groups.get(String(name)) ?? { name, rows: 0n, counted: 0n, sums: {} }
    group.rows++
    if (row.value !== undefined) group.counted++
    for (const c of ['value', 'was', 'held', 'step']) {
      if (row[c] !== undefined) group.sums[c] = (group.sums[c] ?? 0n) + BigInt(row[c])
    }
    groups.set(String(name), group)
  }
  return [...groups.values()].map(({ name, rows, counted, sums }) =>
    [...name, String(rows), String(counted), ...['value', 'was', 'held', 'step'].map((c) => text(sums[c]))])
}
for (const [from, rows] of [['history', stored], ['counts', counts]]) {
  const got = await ask(`SELECT year, month, artist, source, count(*), count(value), sum(value), sum(was), sum(held), sum(step)
    FROM ${from} GROUP BY ALL`)
  same(`totals of ${from}`, got, totals(rows))
}

// The topic's questions.
const measured = counts.filter((row) => row.value !== undefined)
const newest = new Map()
for (const row of measured) {
  const name = String(seriesOf(row))
  if (!newest.has(name) || newest.get(name).date < row.date) newest.set(name, row)
}
const last = counts.map((row) => row.date).sort().at(-1)
const week = new Date(Date.parse(last) - 7 * 86400e3).toISOString().slice(0, 10)
const moved = counts.filter((row) => row.date === last).map((row) => {
  const before = joined.get(keyOf({ ...row, date: week }))
  const both = before?.value !== undefined && row.value !== undefined && before.ref === row.ref
  return [...seriesOf(row), text(row.value), both ? String(row.value - before.value) : null]
})
// The months of the demo are not those of the topic.
const month = last.slice(0, 7)
const missing = statements[4].replace('year = 2026 AND month = 11', `year = ${month.slice(0, 4)} AND month = ${Number(month.slice(5))}`)
const gaps = counts.filter((row) => row.value === undefined)
same('the newest counts', await ask(statements[2]), [...newest.values()].map((row) => [...seriesOf(row), row.date, text(row.value)]))
same('the changes of a week', await ask(statements[3]), moved)
const missed = (row) => [row.date, ...seriesOf(row), text(row.status), text(row.reason), text(row.held)]
const everywhere = statements[4].replace(' AND year = 2026 AND month = 11', '')
if (new Set([missing, everywhere, statements[4]]).size < 2) throw new Error('sql.md: the last query names no month')
same('what is missing', await ask(everywhere), gaps.map(missed))
const inMonth = gaps.filter((row) => row.date.startsWith(month)).map(missed)
if (inMonth.length > 0) same('what is missing in a month', await ask(missing), inMonth)

// The site, which is what the program itself makes of the same files.
const published = []
const sources = new Set()
for (const artist of readdirSync(join(site, 'artists'))) {
  const file = join(site, 'artists', artist, 'data.csv')
  if (!existsSync(file)) continue
  for (const line of readFileSync(file, 'utf8').trimEnd().split('\n').slice(1)) {
    const [, date, source, metric, value] = /^([^,]*),([^,]*),([^,]*),([^,]*),/.exec(line)
    sources.add(`('${artist}', '${source}')`)
    if (value !== '') published.push([artist, date, source, metric, value])
  }
}
same("the site's data.csv", await ask(`SELECT artist, date, source, metric, value FROM counts
  WHERE value IS NOT NULL AND (artist, source) IN (${[...sources].join(', ')})`), published)

if (failures.length > 0) {
  console.error(failures.join('\n'))
  process.exitCode = 1
}
