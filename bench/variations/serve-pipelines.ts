import { createServer } from 'node:http';
import { loadModelServer } from './pipeline.ts';

/** Serves a bundle's pipelines on a free port of this machine. */
export async function servePipelines(
  folder: string,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = await loadModelServer();
  const http = createServer(server.handler(server.loadPipelines(folder)));
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('the pipelines have no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = new Promise((done) => http.close(done));
      http.closeAllConnections();
      await closed;
    },
  };
}
