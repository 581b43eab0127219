// One call of a server's control surface.

/** The answer's JSON, or null if there is none. Rejects unless it is answered by 2xx. */
async function control(url, method, path, body) {
  const response = await fetch(`${url}/_control${path}`, {
    method,
    // One connection for each: of those that stay open the server closes some, unnoticed by a process that is busy.
    headers: { 'Content-Type': 'application/json', Connection: 'close' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} /_control${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

module.exports = { control };
