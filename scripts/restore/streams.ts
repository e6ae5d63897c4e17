/** Where commands that people and workflows give say what they do. */
export const streams = {
  write: (text: string): void => {
    process.stdout.write(text);
  },
  complain: (text: string): void => {
    process.stderr.write(text);
  },
};
