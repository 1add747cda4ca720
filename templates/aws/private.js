// A private site asks for a name and a password. Its key value store holds
//   user:NAME  2:ROUNDS:SALT:HASH, see digest; of older versions the SHA-256 of
//              NAME:PASSWORD, in hex
//   allow      networks that are not asked, such as 198.51.100.0/24, 2001:db8::/32
//   public     what is open to all: how its addresses begin, with * for any one
//              name, such as /artists/*/embed/, /assets/
import cf from 'cloudfront';
import crypto from 'crypto';

const store = cf.kvs();

// What cannot be read opens nothing.
async function lookup(key) {
  try { return await store.get(key); } catch (e) { return ''; }
}

// An address that another reader could take for a different one is not public.
const ambiguous = /\.\.|\/\/|\\|%2e|%2f|%5c/i;

function isPublic(uri, patterns) {
  if (ambiguous.test(uri)) return false;
  return patterns.split(',').some(function (item) {
    const parts = item.trim().split('*').map(function (part) { return part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'); });
    return parts[0].startsWith('/') && new RegExp('^' + parts.join('[^/]+')).test(uri);
  });
}

// The binary digits of an IPv4 or IPv6 address, '' for anything else.
function bits(ip) {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(ip)) {
    const bytes = ip.split('.').map(Number);
    if (bytes.some(function (b) { return b > 255; })) return '';
    return bytes.map(function (b) { return b.toString(2).padStart(8, '0'); }).join('');
  }
  const halves = ip.split('::').map(function (half) { return half === '' ? [] : half.split(':'); });
  const missing = 8 - halves[0].length - (halves.length > 1 ? halves[1].length : 0);
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return '';
  const groups = halves.length === 1 ? halves[0] : halves[0].concat(new Array(missing).fill('0'), halves[1]);
  if (!groups.every(function (g) { return /^[0-9a-f]{1,4}$/i.test(g); })) return '';
  return groups.map(function (g) { return parseInt(g, 16).toString(2).padStart(16, '0'); }).join('');
}

function within(reader, network) {
  const parts = network.split('/');
  const net = bits(parts[0]);
  if (net === '' || net.length !== reader.length || parts.length > 2) return false;
  if (parts.length === 1) return reader === net;
  if (!/^\d{1,3}$/.test(parts[1]) || Number(parts[1]) > net.length) return false;
  return reader.startsWith(net.substring(0, Number(parts[1])));
}

function isAllowed(ip, networks) {
  const reader = bits(ip);
  return networks.split(',').some(function (network) { return within(reader, network.trim()); });
}

// NAME:PASSWORD as the reader's browser sends it, '' if it sends none.
function credentials(request) {
  const basic = /^Basic +(\S+)$/i.exec(request.headers.authorization ? request.headers.authorization.value : '');
  return basic ? Buffer.from(basic[1], 'base64').toString('utf8') : '';
}

// The time it takes must not tell how much of a text is right.
function same(a, b) {
  if (a.length !== b.length) return false;
  let differ = 0;
  for (let i = 0; i < a.length; i++) differ |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return differ === 0;
}

// A function may take about a millisecond. A round takes 1.6 microseconds in njs,
// which CloudFront runs, so 128 take a fifth of it, and all of it where the edge is
// five times as busy: 256 blocks of SHA-256 for each password that somebody tries who
// got hold of the store. (One of SHA-256 by itself takes 1.0, and one of PBKDF2, with
// what it adds up, 3.3 for the same two blocks.) More is not to be had here, so a
// password has to be long.
const mostRounds = 128;
const longestPair = 256; // a longer one is hashed anew in each round, and could make the edge too busy for all
const nobody = '2:128::';

// HMAC-SHA256 with the pair as its key, round by round, of what the round before
// made in hex, and of the salt at first.
function digest(pair, rounds, salt) {
  let hash = salt;
  for (let i = 0; i < rounds; i++) hash = crypto.createHmac('sha256', pair).update(hash).digest('hex');
  return hash;
}

function matches(pair, stored) {
  const parts = stored.split(':');
  if (parts.length === 1) return same(stored, crypto.createHash('sha256').update(pair).digest('hex'));
  if (pair.length > longestPair || parts.length !== 4 || parts[0] !== '2' || !/^[1-9]\d{0,2}$/.test(parts[1]) || Number(parts[1]) > mostRounds) return false;
  return same(parts[3], digest(pair, Number(parts[1]), parts[2]));
}

// It asks also those who are not asked elsewhere, so that anybody can find out
// whether the site is private.
const probe = '/-/private';

// CloudFront allows an await neither among arguments nor beside a closure.
async function isAdmitted(event) {
  if (event.request.uri === probe) return false;
  const patterns = await lookup('public');
  if (isPublic(event.request.uri, patterns)) return true;
  const networks = await lookup('allow');
  if (isAllowed(event.viewer.ip, networks)) return true;
  const pair = credentials(event.request);
  if (pair === '') return false;
  const stored = await lookup('user:' + pair.split(':')[0]);
  return matches(pair, stored || nobody); // whether there is a user must not show in the time it takes
}

async function handler(event) {
  const admitted = await isAdmitted(event);
  if (admitted) return rewrite(event.request);
  return {
    statusCode: 401,
    statusDescription: 'Unauthorized',
    headers: {
      'www-authenticate': { value: 'Basic realm="datarocks", charset="UTF-8"' },
      'cache-control': { value: 'no-store' },
    },
  };
}
