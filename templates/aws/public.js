function handler(event) {
  return rewrite(event.request);
}
