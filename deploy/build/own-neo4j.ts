import { startNeo4j } from '../local/neo4j/start-neo4j.ts';

// A Neo4j of its own for one test, in a process that test-support starts by this path (`neo4j-server.ts`): `own-neo4j.ts <folder>`.
// It is started again whenever it dies, as under `npm start`; it ends with this process.
const [stateFolder = ''] = process.argv.slice(2);
const neo4j = await startNeo4j({
  uri: null,
  stateFolder,
  docker: false,
  say: (line) => {
    console.log(line);
    if (line === 'Neo4j answers again') process.send?.({ name: 'back' });
  },
});
const stop = (): void => void neo4j[Symbol.asyncDispose]().then(() => process.exit(0));
process.once('SIGTERM', stop);
// A test run that is killed leaves no database behind.
process.once('disconnect', stop);
process.send?.({ name: 'ready', uri: neo4j.uri });
