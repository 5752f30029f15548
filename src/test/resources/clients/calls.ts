import { Configuration, DefaultApi, ResponseError } from './index';

declare const process: { argv: string[]; exit(code: number): never };

/** What a program does with the generated client: each call prints what came of it. */
async function print(what: string, call: () => Promise<unknown>): Promise<void> {
  let result: unknown;
  try {
    result = await call();
  } catch (e) {
    if (!(e instanceof ResponseError)) {
      throw e;
    }
    result = e.response.status + ' ' + (await e.response.text()).trim();
  }
  console.log(what + ': ' + result);
}

async function main(basePath: string, port: number): Promise<void> {
  const api = new DefaultApi(new Configuration({ basePath }));
  const parked = api.getKey({ key: 'typescript', timeout: '30', as: 'generated' });
  await print('signal', async () => (await api.putKey({ key: 'typescript', body: '5432' })).ok);
  await print('wait', async () => (await parked).value);
  await print('raw', async () => (await api.getKeyRaw({ key: 'typescript', raw: '' })).raw.text());
  await print('head', async () => (await api.headKeyRaw({ key: 'typescript' })).raw.status);
  await print('first writer', () => api.putKey({ key: 'typescript', ifNoneMatch: '*', body: 'again' }));
  await print('arrive', async () => (await api.postKey({ key: 'typescript_up', id: 'web-1' })).ok);
  await print('count', async () => (await api.getKey({ key: 'typescript_up', count: 1, timeout: '0' })).ok);
  await print('fail', async () =>
    (await api.putKey({ key: 'typescript_broken', status: 'failed', body: 'exit code 3' })).ok);
  await print('failed', () => api.getKey({ key: 'typescript_broken', timeout: '30' }));
  await print('timeout', () => api.getKey({ key: 'typescript_nobody', onTimeout: '503', prefer: 'wait=0' }));
  await print('all', async () => {
    const of = ['typescript', '_port/127.0.0.1/' + port];
    const released = await api.getAll({ of, values: '', timeout: '30' });
    return (released.terms ?? []).map((term) => term.outcome + ' ' + (term.value ?? null) + ';').join('');
  });
  await print('probe', async () => (await api.getPort({ host: '127.0.0.1', port, attempt: '5s', timeout: '30' })).ok);
  await print('reset', async () => (await api.deleteKey({ key: 'typescript' })).ok);
}

main(process.argv[2], Number(process.argv[3])).then(
  () => process.exit(0),
  (e) => {
    console.error(e);
    process.exit(1);
  },
);
