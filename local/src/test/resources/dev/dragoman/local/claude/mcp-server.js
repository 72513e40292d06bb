// An MCP server on stdio with a tool whose schema has $ref, oneOf and const, and two plain ones.
// Every call's arguments are appended to the file that the command line names, a line each.
'use strict';
const fs = require('fs');
const readline = require('readline');

const point = {
  type: 'object',
  properties: { x: { type: 'number' }, y: { type: 'number' } },
  required: ['x', 'y'],
};
const draw = {
  type: 'object',
  $defs: { point },
  properties: {
    shape: {
      oneOf: [
        {
          type: 'object',
          properties: { kind: { const: 'circle' }, at: { $ref: '#/$defs/point' } },
          required: ['kind', 'at'],
        },
        {
          type: 'object',
          properties: {
            kind: { const: 'line' },
            through: { type: 'array', items: { $ref: '#/$defs/point' } },
          },
          required: ['kind', 'through'],
        },
      ],
    },
    label: { type: ['string', 'null'] },
  },
  required: ['shape'],
};
const plain = { type: 'object', properties: { word: { type: 'string' } }, required: ['word'] };
const tools = [
  { name: 'draw', description: 'Draws a shape', inputSchema: draw },
  { name: 'echo', description: 'Says a word again', inputSchema: plain },
  { name: 'shout', description: 'Says a word aloud', inputSchema: plain },
];

function result(method, params) {
  switch (method) {
    case 'initialize':
      return {
        protocolVersion: params.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: 'probe', version: '1.0.0' },
      };
    case 'tools/list':
      return { tools };
    case 'tools/call':
      fs.appendFileSync(process.argv[2], JSON.stringify(params.arguments) + '\n');
      return { content: [{ type: 'text', text: 'did ' + params.name }] };
    default:
      return {};
  }
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id !== undefined) {
    process.stdout.write(
      JSON.stringify({ jsonrpc: '2.0', id, result: result(method, params || {}) }) + '\n');
  }
});
