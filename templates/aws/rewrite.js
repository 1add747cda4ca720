// What an address stands for:
//   /artists/vola/       the file /artists/vola/index.html
//   /artists/vola        leads to /artists/vola/
//   /oembed?url=ADDRESS  the file oembed.json of the artist with that address

// A name without a dot is a folder's. No name may be empty: //host is another host.
const folder = /^(\/[A-Za-z0-9._~%@+,:=-]+)*\/[A-Za-z0-9_~%@+,:=-]+$/;
const artist = /^https?:\/\/([^\/?#]+)\/artists\/([a-z0-9-]+)(?:\/(?:embed\/?)?(?:index\.html)?)?(?:[?#].*)?$/;

function answer(status, text, headers) {
  headers['cache-control'] = { value: 'max-age=60' };
  return { statusCode: status, statusDescription: text, headers: headers };
}

// The query as it came, which CloudFront gives in pieces.
function query(pieces) {
  const all = [];
  Object.keys(pieces).forEach(function (name) {
    (pieces[name].multiValue || [pieces[name]]).forEach(function (one) {
      all.push(one.value === '' ? name : name + '=' + one.value);
    });
  });
  return all.length > 0 ? '?' + all.join('&') : '';
}

function oembed(request) {
  const asked = request.querystring;
  if (asked.format && asked.format.value !== 'json') return answer(501, 'Not Implemented', {});
  let address = '';
  try { address = decodeURIComponent(asked.url ? asked.url.value : ''); } catch (e) { /* no address */ }
  const found = artist.exec(address);
  if (!found || found[1].toLowerCase() !== request.headers.host.value.toLowerCase()) return answer(404, 'Not Found', {});
  request.uri = '/artists/' + found[2] + '/oembed.json';
  request.querystring = {};
  return request;
}

function rewrite(request) {
  if (request.uri === '/oembed') return oembed(request);
  if (folder.test(request.uri)) {
    return answer(301, 'Moved Permanently', { location: { value: request.uri + '/' + query(request.querystring) } });
  }
  if (request.uri.endsWith('/')) request.uri += 'index.html';
  return request;
}
