// Runs the functions of the edge, as the stack joins them, on requests as
// CloudFront gives them. Run it by: node templates/aws/test.mjs
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import vm from 'node:vm';

const read = (name) => fs.readFileSync(new URL(name, import.meta.url), 'utf8');
const imported = /^import .*\n/gm;
const load = (names, globals) => {
  const context = vm.createContext(globals);
  vm.runInContext(names.map(read).join('\n').replace(imported, ''), context);
  return context.handler;
};

const host = 'counts.example.org';
const request = (address, { ip = '203.0.113.9', authorization } = {}) => {
  const [uri, query = ''] = address.split(/\?(.*)/s);
  const querystring = {};
  for (const pair of query === '' ? [] : query.split('&')) {
    const [name, value = ''] = pair.split(/=(.*)/s);
    const before = querystring[name];
    querystring[name] = before ? { value: before.value, multiValue: [...(before.multiValue || [{ value: before.value }]), { value }] } : { value };
  }
  const headers = { host: { value: host }, ...(authorization && { authorization: { value: authorization } }) };
  return { version: '1.0', context: { eventType: 'viewer-request' }, viewer: { ip }, request: { method: 'GET', uri, querystring, headers, cookies: {} } };
};
// What comes out, in a word: the file that is looked for, or the answer.
const outcome = (result) => (result.statusCode ? `${result.statusCode} ${result.headers.location?.value ?? ''}`.trim() : result.uri);

let checks = 0;
const table = async (title, handler, rows) => {
  for (const [address, want, reader] of rows) {
    assert.equal(outcome(await handler(request(address, reader))), want, `${title}: ${address} ${JSON.stringify(reader ?? {})}`);
    checks++;
  }
};

const open = load(['public.js', 'rewrite.js'], {});

// Who sets CloudFront up by hand pastes this one, which knows no oEmbed.
const byHand = load(['byhand.js'], {});

for (const [how, handler] of [['index files', open], ['index files, by hand', byHand]]) await table(how, handler, [
  ['/', '/index.html'],
  ['/artists/dream-theater/', '/artists/dream-theater/index.html'],
  ['/artists/vola/embed/?theme=dark', '/artists/vola/embed/index.html'],
  ['/index.html', '/index.html'],
  ['/artists/vola/data.json', '/artists/vola/data.json'],
  ['/artists/vola/card.svg?v=2', '/artists/vola/card.svg'],
  ['/assets/style.1281ad98d7.css', '/assets/style.1281ad98d7.css'],
  ['/manifest.json/', '/manifest.json/index.html'],
]);

for (const [how, handler] of [['a folder without its slash', open], ['a folder without its slash, by hand', byHand]]) await table(how, handler, [
  ['/artists/vola', '301 /artists/vola/'],
  ['/status', '301 /status/'],
  ['/artists/vola/embed', '301 /artists/vola/embed/'],
  ['/v1.2/notes', '301 /v1.2/notes/'],
  ['/ranking/spotify/7d?x=1', '301 /ranking/spotify/7d/?x=1'],
  ['/compare?a&b=&c=1&c=2&d=%20%26', '301 /compare/?a&b&c=1&c=2&d=%20%26'],
]);

// None of these may be sent on: "//evil.example" after Location is another host.
for (const [how, handler] of [['no way to another host', open], ['no way to another host, by hand', byHand]]) await table(how, handler, [
  ['//evil.example', '//evil.example'],
  ['//evil', '//evil'],
  ['///evil', '///evil'],
  ['//evil/', '//evil/index.html'],
  ['/\\evil', '/\\evil'],
  ['/\\/evil', '/\\/evil'],
  ['/a//evil', '/a//evil'],
  ['\\\\evil', '\\\\evil'],
  ['http://evil', 'http://evil'],
  ['/ /evil', '/ /evil'],
  ['/a\r\nLocation:x', '/a\r\nLocation:x'],
  // A browser does not decode these: they stay on this host.
  ['/%2fevil', '301 /%2fevil/'],
  ['/%5cevil', '301 /%5cevil/'],
  ['/?url=//evil', '/index.html'],
]);

const page = (address) => '/oembed?url=' + encodeURIComponent(address);
await table('oEmbed', open, [
  [page(`https://${host}/artists/vola/`), '/artists/vola/oembed.json'],
  [page(`https://${host}/artists/vola`), '/artists/vola/oembed.json'],
  [page(`http://${host.toUpperCase()}/artists/vola/index.html`), '/artists/vola/oembed.json'],
  [page(`https://${host}/artists/vola/?a=1#w-28d`), '/artists/vola/oembed.json'],
  [page(`https://${host}/artists/vola/embed/`), '/artists/vola/oembed.json'],
  [page(`https://${host}/artists/vola/`) + '&format=json&maxwidth=400', '/artists/vola/oembed.json'],
  [page(`https://${host}/artists/vola/`) + '&format=xml', '501'],
  [page('https://evil.example/artists/vola/'), '404'],
  [page(`https://evil.example#@${host}/artists/vola/`), '404'],
  [page(`https://${host}/artists/../vola/`), '404'],
  [page(`https://${host}/artists/a/b/`), '404'],
  [page(`https://${host}/status/`), '404'],
  ['/oembed?url=%E0%A4%A', '404'],
  ['/oembed', '404'],
]);
assert.deepEqual(Object.keys(open(request(page(`https://${host}/artists/vola/`))).querystring), [], 'the query is gone');

const hash = (pair) => crypto.createHash('sha256').update(pair).digest('hex');
const basic = (pair) => ({ authorization: 'Basic ' + Buffer.from(pair).toString('base64') });
let rounds = 0; // of HMAC, which is what a request costs
const counting = { createHash: crypto.createHash, createHmac: (...args) => { rounds++; return crypto.createHmac(...args); } };
const privateWith = (stored) => load(['private.js', 'rewrite.js'], {
  crypto: counting, Buffer,
  cf: { kvs: () => ({ get: async (key) => { if (!(key in stored)) throw new Error('KeyNotFound'); return stored[key]; } }) },
});
const shut = privateWith({
  'user:team': hash('team:s3cret:with colon'),
  'user:zoë': hash('zoë:pässword'),
  'user:broken': '',
  allow: '198.51.100.0/24, 192.0.2.7,2001:db8:1::/48, 2001:db8::5, 10.0.0.0/33, 10.0.0.0/x, nonsense, /8, ',
  public: '/artists/*/embed/, /assets/, /embed.js, , other',
});

await table('a private site asks', shut, [
  ['/', '401'],
  ['/artists/vola', '401'],
  ['/artists/vola/data.json', '401'],
  ['/oembed', '401'],
  ['/nowhere', '401'],
  ['/', '/index.html', basic('team:s3cret:with colon')],
  ['/artists/vola', '301 /artists/vola/', basic('team:s3cret:with colon')],
  ['/', '/index.html', basic('zoë:pässword')],
  ['/', '/index.html', { authorization: basic('team:s3cret:with colon').authorization.replace('Basic', 'basic') }],
  ['/', '401', basic('team:wrong')],
  ['/', '401', basic('team:')],
  ['/', '401', basic('team')],
  ['/', '401', basic('nobody:s3cret:with colon')],
  ['/', '401', basic('broken:')],
  ['/', '401', basic(':')],
  ['/', '401', { authorization: 'Basic' }],
  ['/', '401', { authorization: 'Basic !!!' }],
  ['/', '401', { authorization: 'Bearer ' + hash('team:s3cret:with colon') }],
]);

await table('networks that are not asked', shut, [
  ['/', '/index.html', { ip: '198.51.100.200' }],
  ['/', '401', { ip: '198.51.101.1' }],
  ['/', '/index.html', { ip: '192.0.2.7' }],
  ['/', '401', { ip: '192.0.2.8' }],
  ['/', '/index.html', { ip: '2001:db8:1:ffff::9' }],
  ['/', '/index.html', { ip: '2001:0DB8:0001:0:0:0:0:1' }],
  ['/', '401', { ip: '2001:db8:2::1' }],
  ['/', '/index.html', { ip: '2001:db8:0:0:0:0:0:5' }],
  ['/', '401', { ip: '2001:db8::6' }],
  ['/', '401', { ip: '10.0.0.1' }],
  ['/', '401', { ip: '::' }],
  ['/', '401', { ip: '' }],
  ['/', '401', { ip: '198.51.100.999' }],
  ['/', '401', { ip: '1::2::3' }],
]);
await table('everybody', privateWith({ allow: '0.0.0.0/0' }), [
  ['/', '/index.html', { ip: '203.0.113.9' }],
  ['/', '401', { ip: '2001:db8::1' }],
]);

await table('what is open to all', shut, [
  ['/artists/vola/embed/', '/artists/vola/embed/index.html'],
  ['/assets/style.1281ad98d7.css', '/assets/style.1281ad98d7.css'],
  ['/embed.js', '/embed.js'],
  ['/artists/vola/', '401'],
  ['/artists/vola/x/embed/', '401'],
  ['/artists//embed/', '401'],
  ['/embedxjs', '401'],
  ['/Assets/x.css', '401'],
  ['/x/assets/x.css', '401'],
]);

await table('no way around it', shut, [
  '/artists/vola/embed/../', '/artists/vola/embed/..%2f', '/artists/vola/embed/%2e%2e/', '/artists/vola/embed/%2E./data.json',
  '/assets/../index.html', '/assets//../index.html', '/assets/\\..\\index.html', '/assets/%5c..%5cindex.html', '//assets/x.css', 'other',
].map((address) => [address, '401']));

await table('nobody is let in before somebody is', privateWith({}), [['/', '401'], ['/assets/x.css', '401'], ['/', '401', basic(':')], ['/', '401', basic('a:b')]]);
// As datarocks setup writes them: deploy_test.go has the same one.
const slow = '2:128:00112233445566778899aabbccddeeff:ce744f620ad9be9e1f1fb83e168a2c3d02a21420181660b4dea9311a00ab3f27';
const hashed = privateWith({
  'user:team': slow, 'user:old': hash('old:correct horse battery'), 'user:costly': slow.replace(':128:', ':129:'),
  'user:none': slow.replace(':128:', ':0:'), 'user:odd': slow.replace(':128:', ':1e2:'), 'user:cut': '2:128:00', 'user:next': slow.replace('2:', '3:'),
});
await table('slow hashes', hashed, [
  ['/', '/index.html', basic('team:correct horse battery')],
  ['/', '/index.html', basic('old:correct horse battery')],
  ['/', '401', basic('team:correct horse batterie')],
  ['/', '401', basic('team:' + slow.split(':')[3])],
  ['/', '401', basic('team:')],
  ...['costly', 'none', 'odd', 'cut', 'next'].map((name) => ['/', '401', basic(name + ':correct horse battery')]),
]);
// A name that nobody has takes as long as one that somebody has, and no request
// takes longer than a function may.
for (const [reader, want] of [['team:wrong', 128], ['nobody:wrong', 128], ['costly:wrong', 0], ['old:wrong', 0], ['team:' + 'x'.repeat(251), 128], ['team:' + 'x'.repeat(252), 0], ['nobody:' + 'x'.repeat(5000), 0]]) {
  rounds = 0;
  await hashed(request('/', basic(reader)));
  assert.equal(rounds, want, `rounds for ${reader}`);
}

// Whether a site is private must show also where nobody is asked.
await table('the address that always asks', privateWith({ allow: '0.0.0.0/0', public: '/', 'user:team': slow }), [
  ['/', '/index.html'],
  ['/-/private', '401'],
  ['/-/private', '401', basic('team:correct horse battery')],
]);

const asked = await shut(request('/'));
assert.equal(asked.headers['cache-control'].value, 'no-store');
assert.match(asked.headers['www-authenticate'].value, /^Basic realm=/);

// The documentation has it word for word.
const help = new URL('../../cmd/datarocks/help/', import.meta.url);
if (fs.existsSync(help)) {
  const pages = [new URL('../../README.md', import.meta.url), ...fs.readdirSync(help).filter((name) => name.endsWith('.md')).map((name) => new URL(name, help))];
  let found = 0;
  for (const page of pages) {
    for (const [, block] of fs.readFileSync(page, 'utf8').matchAll(/^ *```js\n([\s\S]*?)^ *```/gm)) {
      if (!block.includes('function handler(')) continue;
      assert.equal(block, read('byhand.js'), `the function in ${page.pathname}`);
      found++;
    }
  }
  assert.ok(found > 0, 'the documentation has no function for those who set CloudFront up by hand');
}

console.log(`${checks} requests at the edge are answered as they should be`);
