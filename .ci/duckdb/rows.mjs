// Turns the history of a demo into one that holds rows of every kind, and the content into
// that of a site that shows them.
//   node rows.mjs HISTORY CONTENT
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const [history, content] = process.argv.slice(2)
const days = join(history, 'v1', 'days')
const all = readdirSync(days, { recursive: true }).filter((f) => f.endsWith('.ndjson')).sort()
const files = all.slice(-60) // before them there are only page views
if (files.length < 30) throw new Error(`${days} holds ${files.length} days, too few to change some`)

const key = (row) => [row.artist, row.source, row.metric].join(' ')
const write = (file, rows) => {
  mkdirSync(dirname(join(days, file)), { recursive: true })
  rows.sort((a, b) => (key(a) < key(b) ? -1 : 1))
  writeFileSync(join(days, file), rows.map((row) => JSON.stringify(row) + '\n').join(''))
}
const read = (file) => readFileSync(join(days, file), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line))
const later = (at) => new Date(Date.parse(at) + 3600e3).toISOString().replace('.000', '')

// Without "via":"demo" the program takes them for real.
for (const file of all) write(file, read(file).map(({ via, ...row }) => row))

const hostile = 'Spotify était en panne: 停電 🎸 \\ "quoted", \u2028 and a\ttab'
const spotify = { artist: 'ostrobelle', source: 'spotify', metric: 'followers' }
const change = (file, row) => {
  const rows = read(file)
  const at = rows[0].at
  const kept = rows.filter((r) => key(r) !== key(row))
  write(file, [...kept, { date: rows[0].date, ...row, at: row.at ?? at }])
}
change(files[10], { ...spotify, status: 'held', held: 9, reason: hostile })
change(files[11], { ...spotify, status: 'retracted', via: 'manual', reason: hostile, name: 'Queensrÿche' })
change(files[12], { ...spotify, value: 0, was: 1300000, via: 'manual', reason: 'a measured zero' })
change(files[13], { ...spotify, status: 'hidden', reason: '' })
change(files[14], { ...spotify, value: 9007199254740991, ref: '123', future: { a: [1, null] } })
change(files[15], { ...spotify, value: 1300000, step: 1000, was: 0, via: 'import:csv' })
// The day that the newest one is compared with: a hole, a seam, and no account.
change(files.at(-8), { ...spotify, status: 'unavailable', reason: 'http 404' })
change(files.at(-8), { ...spotify, artist: 'saltspindle', value: 87000, ref: 'another-account' })
for (const file of [files.at(-8), files.at(-1)]) {
  change(file, { ...spotify, artist: 'oyvara', value: 900000, via: 'import:csv' })
}

// Long before, in a month and a year of their own, and with no other kind of row.
for (const date of ['2024-01-09', '2024-02-29', '2024-12-31']) {
  const [year, month] = date.split('-')
  const row = { date, ...spotify, value: 1000000, via: 'import:spotify-for-artists', at: '2026-01-01T00:00:00Z' }
  write(`year=${year}/month=${month}/${date}.ndjson`, [row])
}

// A day in two objects. What stays is said beside each.
const [base] = files[20].split('.')
const rows = read(files[20]).filter((row) => row.value > 0)
const [same, newer, failed, imported, person, doubtful] = rows.filter((row) => row.source === 'spotify')
const lone = { ...spotify, date: same.date, artist: 'nobody-on-the-site', value: 7, at: same.at }
change(files[20], { ...person, value: 11, via: 'manual' })
change(files[20], { ...doubtful, value: undefined, status: 'error', reason: 'http 503', at: later(doubtful.at) })
write(`${base}~20261123T031742Z-001.ndjson`, [
  same, // either
  { ...newer, value: 12, at: later(newer.at) }, // this one
  { ...failed, value: undefined, status: 'error', reason: 'http 503', at: later(failed.at) }, // the count
  { ...imported, value: 13, via: 'import:csv', at: later(imported.at) }, // the live count
  { ...person, value: 14, at: later(person.at) }, // the person's
  { ...doubtful, value: undefined, status: 'held', held: 16 }, // this one
  lone, // not this one
])
write(`${base}~20261123T031742Z-002.ndjson`, [
  { ...newer, value: undefined, status: 'held', held: 15, at: later(newer.at) }, // 12
  { ...lone, value: undefined, status: 'retracted', reason: 'a mistake' }, // this one
])

// Numbers of each kind: whole weeks, one that lacks a day, levels that were corrected, a day
// without anybody, and another account.
const edit = (file, ...replacements) => {
  const before = readFileSync(join(content, file), 'utf8')
  const after = replacements.reduce((text, [from, to]) => text.replace(from, to), before)
  if (after === before) throw new Error(`${file} is as it was`)
  writeFileSync(join(content, file), after)
}
edit('site.md', ['  spotify:\n', '  spotify: {metrics: [followers, listeners, streams], publish: true}\n'],
  ['    metrics: [listeners, plays]\n', '    metrics: [plays, listeners]\n'])
for (const artist of ['ostrobelle', 'saltspindle']) {
  const name = artist[0].toUpperCase() + artist.slice(1)
  for (const [i, file] of files.entries()) {
    const left = files.length - 1 - i
    const add = (source, metric, value, more) => change(file, { artist, source, metric, value, ...more })
    const label = { via: 'import:spotify-for-artists', ref: `${artist}-on-spotify` }
    add('spotify', 'listeners', 41_007 + 13 * i * (i % 5), label)
    if (artist !== 'ostrobelle' || left !== 5) add('spotify', 'streams', 130_000 + (i % 7) * 991, label)
    add('lastfm', 'plays', 9_000_000 + 777 * i - (left === 20 || artist === 'saltspindle' && left === 3 ? 5_000 : 0), { ref: name })
    add('listenbrainz', 'listens', 60_000 + 31 * i, { ref: artist === 'saltspindle' && left < 4 ? 'another' : artist })
    if (left > 1) add('wikipedia', 'views', left === 9 ? 0 : 300 + (i % 7) * 17, { ref: artist === 'saltspindle' && left < 5 ? `en:${name} (band)` : `en:${name}` })
  }
}
