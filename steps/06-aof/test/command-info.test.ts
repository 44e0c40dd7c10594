import { describeCommandTables } from '@byor/05-expiry/testing/command-tables';
import { startEngine } from './talk.ts';

describeCommandTables(startEngine(), ['bgrewriteaof lastsave save bgsave shutdown']);
