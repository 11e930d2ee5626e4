import { z } from 'zod';
import { startPricedGateway } from './start-priced-gateway.ts';

/** The gateway alone in a process, so that what it takes is not what its callers take. Tells its origin. */
const [upstream] = z.tuple([z.string()]).parse(process.argv.slice(2));
const gateway = await startPricedGateway(upstream);
process.on('disconnect', () => process.exit());
process.send?.(gateway.origin);
