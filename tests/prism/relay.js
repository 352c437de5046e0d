// Stands behind the proxy and passes each call on to the service that its headers name, so that one
// proxy is enough for all services of all tests. Prints its port when it listens.
//
//   lookbook-service: path of the service's socket, or HOST:PORT
//   lookbook-host: what the test has asked for in Host, which a proxy writes anew
//   lookbook-peer: there when the token was added for the proxy's sake
'use strict';

const http = require('node:http');

function target(service) {
  if (service.startsWith('/'))
    return { socketPath: service };

  const [, host, port] = /^(.*):(\d+)$/.exec(service);
  return { host, port };
}

function pass(request, response) {
  const headers = { ...request.headers, host: request.headers['lookbook-host'] };
  const service = headers['lookbook-service'];

  if (headers['lookbook-peer'])
    delete headers.api_token;
  for (const name of ['lookbook-service', 'lookbook-host', 'lookbook-peer', 'connection'])
    delete headers[name];

  const onward = http.request(
    { ...target(service), method: request.method, path: request.url, headers, agent: false },
    (answer) => {
      response.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });

  onward.on('error', (error) => {
    console.error(`${request.method} ${request.url}: ${error.message}`);
    response.destroy();
  });

  // In one piece: what is written after the service has answered and closed would be an error.
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => onward.end(Buffer.concat(pieces)));
}

const server = http.createServer({ requestTimeout: 0 }, pass);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
