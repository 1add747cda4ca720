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
if (statements.length !== 8) throw new Error(`sql.md: ${statements.length} statements to run, not 4 views and 4 queries`)
const [newestCounts, movedInAWeek, daysOfAWeek, missingInMonth] = statements.slice(4)

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
for (const view of statements.slice(0, 4)) await db.run(view)

// The kinds there are those of the program: all metrics that are no stock.
const declared = readFileSync(join(repository, 'content', 'source.go'), 'utf8').split(/^\t\tSource: /m).slice(1).flatMap((part) =>
  [...part.matchAll(/\{Metric: "([\w-]+)", Kind: (\w+)/g)].map(([, metric, kind]) => [/^\w+/.exec(part)[0].toLowerCase(), metric, kind.toLowerCase()]))
same('kinds', await ask('SELECT source, metric, kind FROM kinds'), declared.filter(([, , kind]) => kind !== 'stock'))
const kinds = new Map(declared.map(([source, metric, kind]) => [`${source}|${metric}`, kind]))
const kindOf = (row) => kinds.get(`${row.source}|${row.metric}`)

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
const shifted = (date, days) => new Date(Date.parse(date) + days * 86400e3).toISOString().slice(0, 10)
const moved = counts.filter((row) => row.date === last && kindOf(row) === 'stock').map((row) => {
  const before = joined.get(keyOf({ ...row, date: shifted(last, -7) }))
  const both = before?.value !== undefined && row.value !== undefined && before.ref === row.ref
  return [...seriesOf(row), text(row.value), both ? String(row.value - before.value) : null]
})

// What a day has, and what seven days have: only if each is there, and all are of one
// account. Listeners of days are different people only within a day.
const amounts = new Map()
for (const row of measured) {
  if (kindOf(row) === 'stock') continue
  const before = joined.get(keyOf({ ...row, date: shifted(row.date, -1) }))
  const cumulative = kindOf(row) === 'cumulative'
  if (cumulative && !(before?.value <= row.value && before.ref === row.ref)) continue
  amounts.set(keyOf(row), { ...row, amount: cumulative ? row.value - before.value : row.value })
}
const newestAmount = new Map()
for (const row of amounts.values()) {
  if (!(newestAmount.get(String(seriesOf(row)))?.date >= row.date)) newestAmount.set(String(seriesOf(row)), row)
}
const weeks = [...newestAmount.values()].flatMap((row) => {
  const days = [0, 1, 2, 3, 4, 5, 6].map((ago) => amounts.get(keyOf({ ...row, date: shifted(row.date, -ago) })))
  if (days.includes(undefined) || new Set(days.map((day) => day.ref).filter(Boolean)).size > 1) return []
  const sum = days.reduce((all, day) => all + day.amount, 0)
  const uniques = kindOf(row) === 'uniques'
  return [[...seriesOf(row), row.date, uniques ? null : String(sum), uniques ? String(Math.floor((2 * sum + 7) / 14)) : null]]
})
// The months of the demo are not those of the topic.
const month = last.slice(0, 7)
const missing = missingInMonth.replace('year = 2026 AND month = 11', `year = ${month.slice(0, 4)} AND month = ${Number(month.slice(5))}`)
const gaps = counts.filter((row) => row.value === undefined)
same('the newest counts', await ask(newestCounts), [...newest.values()].map((row) => [...seriesOf(row), row.date, text(row.value)]))
same('the changes of a week', await ask(movedInAWeek), moved)
if (amounts.size > 0) {
  same('the amounts of days', await ask('SELECT date, artist, source, metric, kind, amount FROM amounts'),
    [...amounts.values()].map((row) => [row.date, ...seriesOf(row), kindOf(row), String(row.amount)]))
  same('the newest seven days', await ask(daysOfAWeek), weeks)
}
const missed = (row) => [row.date, ...seriesOf(row), text(row.status), text(row.reason), text(row.held)]
const everywhere = missingInMonth.replace(' AND year = 2026 AND month = 11', '')
if (new Set([missing, everywhere, missingInMonth]).size < 2) throw new Error('sql.md: the last query names no month')
same('what is missing', await ask(everywhere), gaps.map(missed))
const inMonth = gaps.filter((row) => row.date.startsWith(month)).map(missed)
if (inMonth.length > 0) same('what is missing in a month', await ask(missing), inMonth)

// The site, which is what the program itself makes of the same files.
const lines = (file) => readFileSync(join(site, file), 'utf8').trimEnd().split('\n').slice(1)
async function published(what, rows) {
  const series = new Set(rows.map(([artist, , source, metric]) => `('${artist}', '${source}', '${metric}')`))
  same(`the site's ${what}`, await ask(`SELECT artist, date, source, metric, value FROM counts
    WHERE value IS NOT NULL AND (artist, source, metric) IN (${[...series].join(', ')})`), rows.filter((row) => row[4] !== ''))
}
await published('data.csv', readdirSync(join(site, 'artists'))
  .filter((artist) => existsSync(join(site, 'artists', artist, 'data.csv')))
  .flatMap((artist) => lines(join('artists', artist, 'data.csv')).map((line) => [artist, ...line.split(',').slice(0, 4)])))
if (existsSync(join(site, 'api/v1/all-metrics.csv'))) {
  const rows = lines('api/v1/all-metrics.csv').map((line) => line.split(','))
  await published('all-metrics.csv', rows.map(([date, artist, source, metric, , value]) => [artist, date, source, metric, value]))
  same("the kinds of the site's all-metrics.csv", [...new Set(rows.map((row) => row.slice(2, 5).join()))], [...new Set(rows.map((row) => [row[2], row[3], kinds.get(`${row[2]}|${row[3]}`)].join()))])
  const latest = JSON.parse(readFileSync(join(site, 'api/v1/latest.json'), 'utf8')).counts
  const shown = latest.flatMap(({ artist, source, more, ...first }) => [first, ...(more ?? [])].map((count) => ({ artist, source, ...count })))
  same("the seven days of the site's latest.json", (await ask(daysOfAWeek)).filter((row) => shown.some((count) => String(seriesOf(count)) === String(row.slice(0, 3)))),
    shown.filter((count) => count.windows?.['7d']).map((count) => [...seriesOf(count), count.windows['7d'].to, text(count.windows['7d'].sum), text(count.windows['7d'].mean)]))
}

if (failures.length > 0) {
  console.error(failures.join('\n'))
  process.exitCode = 1
}
