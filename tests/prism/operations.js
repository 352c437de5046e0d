// Prints the operations of an OpenAPI document as JSON: operations.js FILE
'use strict';

const fs = require('node:fs');
const { parse } = require('@stoplight/yaml');

const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];
const { paths } = parse(fs.readFileSync(process.argv[2], 'utf8'));
const operations = [];

for (const [path, item] of Object.entries(paths))
  for (const method of methods)
    if (item[method])
      operations.push({
        id: item[method].operationId,
        method: method.toUpperCase(),
        path,
        statuses: Object.keys(item[method].responses).map(Number).filter(Boolean),
      });

console.log(JSON.stringify(operations));
