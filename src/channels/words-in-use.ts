/** The approved versions of messages and scripts, for who shows them. */
export { approvedTexts as wordsInUse } from '../content/store.ts';
