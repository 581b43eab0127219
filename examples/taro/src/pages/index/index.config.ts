export default { navigationBarTitleText: '' };
