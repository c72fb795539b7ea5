/** Left and right of the plot of a chart of history, also for what is drawn around it on the same axis. */
export const PLOT_LEFT_PX = 48;
export const PLOT_RIGHT_PX = 12;
