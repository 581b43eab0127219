export default {
  pages: ['pages/index/index'],
  window: { navigationBarTitleText: 'Hufu', navigationBarBackgroundColor: '#f7f4ee', navigationBarTextStyle: 'black' },
};
