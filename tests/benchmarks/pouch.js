// pouch.js COUNT [memory]: so many documents from a PouchDB on disk to another one behind express, or both in memory.
const http = require('http'), fs = require('fs'), os = require('os'), path = require('path');
const express = require('express'), PouchDB = require('pouchdb-node');
const count = +process.argv.find(word => /^[0-9]+$/.test(word)), memory = process.argv.at(-1) === 'memory';
if (memory) PouchDB.plugin(require('pouchdb-adapter-memory'));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pouch-'));
const options = memory ? {adapter: 'memory'} : {};
const Server = PouchDB.defaults({...options, prefix: path.join(folder, 'far-')});
const app = express(); app.use('/', require('express-pouchdb')(Server, {mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: os.devNull}));
const server = http.createServer(app).listen(0, '127.0.0.1', async () => {
  const local = new PouchDB(path.join(folder, 'local'), options);
  for (let at = 0; at < count; at += 1000) await local.bulkDocs(Array.from({length: Math.min(1000, count - at)}, (_, i) => ({_id: String(at + i).padStart(9, '0'), noun: 'presence', verb: 'checkin.check_in', actor: 'Ribera 1', fields: {sitting_id: '00000001-1111-7000-8000-000000000001', resident_id: '00000002-1111-7000-8000-000000000001', way: 'room', arrived_at: '2026-11-19T22:00:00.000000Z', source: 'scan'}})));
  const began = Date.now();
  const done = await local.replicate.to(`http://127.0.0.1:${server.address().port}/far`, {batch_size: 1000, batches_limit: 10});
  console.log(JSON.stringify({written: done.docs_written, seconds: (Date.now() - began) / 1000}));
  fs.rmSync(folder, {recursive: true});
  process.exit(0);
});
