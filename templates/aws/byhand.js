function handler(event) {
  var request = event.request, pieces = request.querystring, query = [];
  if (/^(\/[A-Za-z0-9._~%@+,:=-]+)*\/[A-Za-z0-9_~%@+,:=-]+$/.test(request.uri)) { // a folder without its slash
    Object.keys(pieces).forEach(function (name) {
      (pieces[name].multiValue || [pieces[name]]).forEach(function (one) { query.push(one.value === '' ? name : name + '=' + one.value); });
    });
    var to = request.uri + '/' + (query.length > 0 ? '?' + query.join('&') : '');
    return { statusCode: 301, statusDescription: 'Moved Permanently', headers: { location: { value: to } } };
  }
  if (request.uri.endsWith('/')) request.uri += 'index.html';
  return request;
}
