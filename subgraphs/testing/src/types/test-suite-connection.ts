import { connectionTypes } from '@aether/common/service';
import { TestSuite } from './test-suite.ts';

export const { Connection: TestSuiteConnection } = connectionTypes('TestSuite', () => TestSuite);
